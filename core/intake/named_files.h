// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/companions.h"
#include "core/base/result.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad {

/// A file that somebody named, or one that was found in a folder or an archive that he named.
struct NamedFile
{
    QString file; ///< for people, see IntakeEntry
    QString path; ///< where its bytes lie
    std::optional<Error> problem; ///< why it cannot even be looked at
};

struct NamedFiles
{
    std::vector<NamedFile> files; ///< in the order of the paths
    CompanionCounts companions; ///< what was left out as no studies
};

/// The files that the paths name, and those that folders, archives and DICOMDIRs among them stand
/// for; a path that stands for none is a problem. Archives are unpacked into a folder that is made
/// as `unpackFolder`. `leaveOut`: see IntakeRequest. Errors: Cancelled, WriteFailed.
[[nodiscard]] Result<NamedFiles> namedFiles(const QStringList& paths, const QString& unpackFolder,
                                            const CancelToken& cancel,
                                            const QStringList& leaveOut = {});

} // namespace ccad
