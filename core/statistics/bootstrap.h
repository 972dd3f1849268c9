// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ccad {

/// A percentile interval of a statistic by resampling whole groups (patients) with replacement
/// (Efron and Tibshirani 1993; cluster bootstrap). groups[i] >= 0 is the group of row i; as many
/// groups are drawn as have rows. `statistic` gets row indices (with repeats) and may give NaN,
/// which is left out. `value` is the statistic of the rows as they are. low and high lie at 2.5 and
/// 97.5 % of the sorted draws, interpolated between neighbours; NaN when fewer than half of the
/// draws gave a number. The same seed gives the same interval.
[[nodiscard]] Interval
bootstrapInterval(const std::vector<int>& groups,
                  const std::function<double(const std::vector<int>& rows)>& statistic,
                  std::uint64_t seed, int draws = 2000);

/// bootstrapInterval of the area under the ROC curve, from the same draws but sorted only once:
/// O(n log n + draws n).
[[nodiscard]] Interval bootstrapAuc(const std::vector<double>& scores,
                                    const std::vector<bool>& positive,
                                    const std::vector<int>& groups, std::uint64_t seed,
                                    int draws = 2000);

/// bootstrapInterval of the share of rows that are `correct`, from the same draws: O(draws groups).
[[nodiscard]] Interval bootstrapShare(const std::vector<bool>& correct,
                                      const std::vector<int>& groups, std::uint64_t seed,
                                      int draws = 2000);

} // namespace ccad
