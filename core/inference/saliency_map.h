// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace ccad {

/// How much each region of the network's input spoke for a class: row-major, height x width cells
/// spread evenly over the input. Raw methods may give any sign; `normalised` gives 0..1.
struct SaliencyMap
{
    int width = 0;
    int height = 0;
    std::vector<float> values;
};

/// Negative values cut off, then divided by the maximum (all zero stays zero).
[[nodiscard]] SaliencyMap normalised(const SaliencyMap& map);

} // namespace ccad
