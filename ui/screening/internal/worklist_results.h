// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/internal/worklist_files.h"

#include "core/worklist/journal.h"

#include <vector>

namespace ccad {

/// Writes the DICOM objects of these rows into the request's folder (a structured report and a
/// picture each, and the key objects of the positive ones), beside them worklist.csv, which names
/// them. The model has to be one of the request's. Returns a sentence. Errors: ModelMissing, those
/// of writeResultsOfRows() and of writing.
[[nodiscard]] Result<QString> exportResults(const Journal& journal,
                                            const std::vector<ScreenedStudy>& rows,
                                            const WorklistExportRequest& request,
                                            const CancelToken& cancel, const Progress& progress);

} // namespace ccad
