// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/roc.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ccad {

/// A percentile interval of a statistic by resampling whole groups (patients) with replacement
/// (Efron and Tibshirani 1993; cluster bootstrap). groups[i] is the group of row i, numbered from
/// 0; `statistic` gets row indices (with repeats) and may give NaN, which is left out. `value` is
/// that of the rows as they are. low and high are NaN when fewer than half of the draws gave a
/// number. The same seed gives the same interval.
[[nodiscard]] Interval
bootstrapInterval(const std::vector<int>& groups,
                  const std::function<double(const std::vector<int>& rows)>& statistic,
                  std::uint64_t seed, int draws = 2000);

/// bootstrapInterval of the area under the ROC curve.
[[nodiscard]] Interval bootstrapAuc(const std::vector<double>& scores,
                                    const std::vector<bool>& positive,
                                    const std::vector<int>& groups, std::uint64_t seed,
                                    int draws = 2000);

/// Two areas under the ROC curve on the same images (DeLong et al. 1988).
struct AucComparison
{
    Interval first;
    Interval second;
    Interval difference; ///< first - second
    double z = 0;
    double p = 0; ///< two-sided; NaN when the variance of the difference is zero
};
[[nodiscard]] AucComparison compareAucs(const std::vector<double>& first,
                                        const std::vector<double>& second,
                                        const std::vector<bool>& positive);

} // namespace ccad
