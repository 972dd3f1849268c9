// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

#include <vector>

namespace ccad {

struct PrecisionRecallPoint
{
    double threshold = 0; ///< positive when score >= threshold
    double precision = 0; ///< 1 where nothing is called positive
    double recall = 0;
};

/// From recall 0 to 1, thresholds falling, one point per distinct score after the first. Empty when
/// there is no positive.
[[nodiscard]] std::vector<PrecisionRecallPoint>
precisionRecallCurve(const std::vector<double>& scores, const std::vector<bool>& positive);

/// Sum of (recall step) x precision, not interpolated; NaN when there is no positive.
[[nodiscard]] double averagePrecision(const std::vector<double>& scores,
                                      const std::vector<bool>& positive);

/// One of equal bins of predicted probability.
struct CalibrationBin
{
    double low = 0; ///< holds probabilities in (low, high], the first bin also 0
    double high = 0;
    int count = 0;
    double meanPredicted = 0; ///< NaN when count is 0
    Interval observed; ///< share of positives with Wilson's 95 % interval; NaN when count is 0
};

[[nodiscard]] std::vector<CalibrationBin> calibrationCurve(const std::vector<double>& probabilities,
                                                           const std::vector<bool>& positive,
                                                           int bins = 10);

} // namespace ccad
