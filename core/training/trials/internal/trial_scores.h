// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trials/recipe_trials.h"

namespace ccad {

/// All pairs of classes that occur, then each of them against the rest where the model knows more
/// than two. seeds[i] holds the images as the model(s) of seed i saw them: the same ones, in the
/// same order. `positiveClass` is named first in its pairs.
[[nodiscard]] std::vector<TrialScore> trialScores(const std::vector<std::vector<ScoredItem>>& seeds,
                                                  const QStringList& classes,
                                                  const QString& positiveClass);

} // namespace ccad
