// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/subspace.h"

#include <vector>

namespace ccad {

/// The subspace of rows (n x width); clusters[i] within 0..n-1 is the group of row i that has a
/// centre of its own. Axes are principal directions of what is left around the centres, by
/// subspace iteration from a fixed start; fewer than `rank` where there are too few rows.
[[nodiscard]] Subspace fitSubspace(const std::vector<float>& rows, std::size_t width,
                                   const std::vector<int>& clusters, std::size_t rank);

} // namespace ccad
