// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

#include <cstdint>
#include <vector>

namespace ccad {

/// counts[true class][predicted class]
using ConfusionMatrix = std::vector<std::vector<int>>;

/// One-against-the-rest figures of a class; NaN where a denominator is zero.
struct ClassReport
{
    Interval auc;
    double sensitivity = 0; ///< recall
    double specificity = 0;
    double precision = 0;
    double f1 = 0;
};

struct ClassificationReport
{
    int count = 0;
    double accuracy = 0; ///< NaN when count is 0
    /// Error of the predicted class's probability, in 15 equal bins (Guo et al. 2017).
    double expectedCalibrationError = 0;
    ConfusionMatrix confusion;
    std::vector<ClassReport> perClass;
};

/// probabilities[i] has `classes` entries; labels[i] within 0..classes-1. The predicted class is
/// the most probable one, the first of equals.
[[nodiscard]] ClassificationReport
classificationReport(const std::vector<std::vector<float>>& probabilities,
                     const std::vector<int>& labels, int classes);

/// The expected calibration error alone, of all rows, with an interval by resampling whole groups
/// (see bootstrapInterval, also for `groups`). Resampled rows repeat, so that low and high, like
/// the error itself, lie somewhat too high where there are few rows. NaN without a row.
[[nodiscard]] Interval
calibrationErrorInterval(const std::vector<std::vector<float>>& probabilities,
                         const std::vector<int>& labels, const std::vector<int>& groups,
                         std::uint64_t seed, int draws = 2000);

/// The calibration error that chance alone makes of as many rows: its mean if the classes were
/// drawn from the probabilities themselves. Rows of one group share the number that draws, since a
/// patient's radiographs mostly show the same class. NaN without a row.
[[nodiscard]] double calibrationErrorByChance(const std::vector<std::vector<float>>& probabilities,
                                              const std::vector<int>& groups, std::uint64_t seed,
                                              int draws = 500);

} // namespace ccad
