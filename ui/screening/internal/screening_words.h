// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/screening/screener.h"
#include "core/worklist/agreement.h"

#include <QString>

namespace ccad {

/// "3 of 120, 41/s, 2 min 10 s left", or the stage that is going on.
[[nodiscard]] QString screeningProgressText(const ScreeningProgress& progress);

/// "120 files: 12 positive, 90 negative, 8 refused, 6 failed, 4 duplicates."; counts of 0 are left
/// out.
[[nodiscard]] QString countsText(const JournalCounts& counts);

/// "Agree 34 of 40 (85 %, 71 to 93 %), 3 unsure."; empty before the first verdict.
[[nodiscard]] QString agreementText(const AgreementCounts& agreement);

/// A sentence on what is left to do of a batch that is not running; empty: nothing.
[[nodiscard]] QString unfinishedText(const JournalCounts& counts);

/// The sources of a batch in a title: the last part of the first one's path, and how many more
/// there are. Hidden: no names.
[[nodiscard]] QString batchTitle(const ScreeningJob& job, bool hidden);

} // namespace ccad
