// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/screening/screener.h"
#include "core/worklist/worklist_export.h"

namespace ccad::cli {

/// Prints all rows on standard output, the most urgent first: JSON lines, or a readable table.
[[nodiscard]] Result<void> printWorklist(const Journal& journal, bool json,
                                         const WorklistExport& how);

/// "120 files: 100 judged, 7 of them positive, ..."
[[nodiscard]] QString summaryOf(const JournalCounts& counts, const QString& out);

/// "41/s, 2 min left", or what is being done.
[[nodiscard]] QString progressText(const ScreeningProgress& progress);

} // namespace ccad::cli
