// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/metrics/classification.h"

#include <map>

namespace ccad {

/// The figures of a whole set and of each source in it.
struct EvaluationReport
{
    ClassificationReport overall;
    std::map<QString, ClassificationReport> bySource;
};

[[nodiscard]] EvaluationReport evaluate(const std::vector<ScoredItem>& items, int classes);

/// What validation images fix: never test images, by type.
struct Calibration
{
    double temperature = 1; ///< minimises the negative log-likelihood (Guo et al. 2017)
    double threshold
        = 0.5; ///< of the positive class: highest sensitivity + specificity (Youden 1950)
};
[[nodiscard]] Calibration calibrate(const ValidationScores& scores, int positiveClass);

} // namespace ccad
