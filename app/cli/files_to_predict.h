// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/file_prediction.h"
#include "core/base/companions.h"

#include <QStringList>

#include <vector>

namespace ccad::cli {

struct FilesToPredict
{
    std::vector<FileToPredict> files; ///< in the order of the paths
    CompanionCounts companions; ///< what was left out as no studies
};

/// The files that the paths name, and those that folders, archives and DICOMDIRs among them stand
/// for; a path that stands for none is a problem. Archives are unpacked into a folder that is made
/// as `unpackFolder`. Errors: Cancelled, WriteFailed.
[[nodiscard]] Result<FilesToPredict>
filesToPredict(const QStringList& paths, const QString& unpackFolder, const CancelToken& cancel);

} // namespace ccad::cli
