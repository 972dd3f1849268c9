// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

#include <vector>

namespace ccad {

/// What a threshold does on scored images.
struct OperatingPoint
{
    double threshold = 0; ///< positive when score >= threshold
    int truePositives = 0;
    int falsePositives = 0;
    int falseNegatives = 0;
    int trueNegatives = 0;
    Interval sensitivity; ///< with Wilson's 95 % interval; NaN where a denominator is zero
    Interval specificity;
};

[[nodiscard]] OperatingPoint operatingPoint(const std::vector<double>& scores,
                                            const std::vector<bool>& positive, double threshold);

struct PredictiveValues
{
    double positive = 0; ///< probability of disease after a positive answer
    double negative = 0; ///< probability of no disease after a negative answer
};

/// Bayes' rule: predictive values where a share `prevalence` (0..1) of the people is ill.
[[nodiscard]] PredictiveValues predictiveValues(double sensitivity, double specificity,
                                                double prevalence);

} // namespace ccad
