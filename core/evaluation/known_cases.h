// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/statistics/prediction_sets.h"

namespace ccad {

/// What statistics on prediction sets take. Images without a patient's key count as one patient
/// each.
[[nodiscard]] std::vector<KnownCase> knownCases(const std::vector<ScoredItem>& items);

/// fitPredictionSets() of the images that may choose something.
[[nodiscard]] PredictionSets predictionSetsFor(const ValidationScores& scores, int classes,
                                               double coverage, double temperature);

} // namespace ccad
