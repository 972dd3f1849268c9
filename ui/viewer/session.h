// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/viewer/measurement.h"

#include <QString>

#include <vector>

namespace ccad {

/// One study of a session and what the user added to it.
struct SessionStudy
{
    QString path;
    std::vector<Measurement> measurements;
    QString comment;
    bool operator==(const SessionStudy&) const = default;
};

/// What was open in Review, in the order of opening.
struct Session
{
    static constexpr int formatVersion = 1;

    std::vector<SessionStudy> studies;
    QString current; ///< path of the one on screen; empty: none
    bool operator==(const Session&) const = default;
};

/// Where the session of this user is kept, below QStandardPaths::AppDataLocation.
[[nodiscard]] QString sessionFile();

/// Errors: FileNotFound when none was written, FileUnreadable, FileBroken; Unsupported when a newer
/// CCAD wrote it.
[[nodiscard]] Result<Session> readSession(const QString& file);

/// The old file stays as it was when this fails; only this user may read it. Error: WriteFailed.
[[nodiscard]] Result<void> writeSession(const Session& session, const QString& file);

} // namespace ccad
