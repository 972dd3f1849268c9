// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace ccad {

/// Ranks from 1 up; equal values share the mean of their ranks.
[[nodiscard]] std::vector<double> midranks(const std::vector<double>& values);

/// Pearson's correlation of equally many values; NaN if one of the two does not vary or there are
/// fewer than two.
[[nodiscard]] double pearsonCorrelation(const std::vector<double>& first,
                                        const std::vector<double>& second);

/// Spearman's correlation: Pearson's of the midranks.
[[nodiscard]] double spearmanCorrelation(const std::vector<double>& first,
                                         const std::vector<double>& second);

} // namespace ccad
