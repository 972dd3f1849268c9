// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/dataset/picture_hash.h"

#include <QString>

#include <optional>

namespace ccad {

/// Tells whether a file was changed.
struct FileStamp
{
    qint64 bytes = 0;
    qint64 modifiedNs = 0; ///< since 1970
    quint64 device = 0;
    quint64 inode = 0;
    bool operator==(const FileStamp&) const = default;
};

/// Nothing if there is no such file, or its folder may not be entered.
[[nodiscard]] std::optional<FileStamp> stampOf(const QString& file);

/// What the index knows of a file.
struct FileFacts
{
    PictureHash hash;
    quint64 contentHash = 0;
    QString patient; ///< patientDigest(), or empty
    QString view;
    QString trouble; ///< a sentence on why the file cannot be used; empty: it can
    bool lasting = true; ///< false: the trouble may pass while the file stays as it is
};

/// Looks into a file. Error: Cancelled.
[[nodiscard]] Result<FileFacts> factsOf(const QString& file, const CancelToken& cancel);

} // namespace ccad
