// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/deid_run.h"

#include <QString>

#include <vector>

namespace ccad {

/// An option of the profile that is a box to tick, and its words.
struct KeptOption
{
    DeidOption option;
    QString title;
};
/// All but those on dates.
[[nodiscard]] std::vector<KeptOption> keptOptions();

/// What somebody has looked at in the pixels.
struct LookedFilms
{
    qint64 films = 0; ///< all that were found
    qint64 withText = 0; ///< films of which something will be blanked
    qint64 boxes = 0; ///< that will be blanked
    qint64 unseen = 0; ///< films with boxes that nobody has looked at
    qint64 failed = 0; ///< cannot be read
};

/// A sentence on what will happen.
struct PlanSentence
{
    QString text;
    bool isWarning = false;
};

/// `looked`: nothing where nobody looks for text.
[[nodiscard]] std::vector<PlanSentence> planOf(const DeidRun& run,
                                               const std::optional<LookedFilms>& looked);

/// What became of a file, which is called `title`, in a line.
[[nodiscard]] QString fileWords(const QString& title, const Result<DeidFile>& done);
/// What became of all, in sentences.
[[nodiscard]] QString reportWords(const DeidRunReport& report, const DeidRun& run);

} // namespace ccad
