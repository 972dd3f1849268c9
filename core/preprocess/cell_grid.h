// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace ccad {

/// Interpolates linearly between the centres of cells spread evenly over a picture, row-major; x
/// and y are fractions of the picture. Beyond the outermost centres the outermost cells go on.
[[nodiscard]] inline float linearAt(std::span<const float> cells, int columns, int rows, double x,
                                    double y)
{
    const double column = std::clamp(x * columns - 0.5, 0.0, columns - 1.0);
    const double row = std::clamp(y * rows - 0.5, 0.0, rows - 1.0);
    const int left = static_cast<int>(column);
    const int top = static_cast<int>(row);
    const auto cell = [&](int c, int r) {
        return static_cast<double>(cells[static_cast<std::size_t>(std::min(r, rows - 1) * columns
                                                                  + std::min(c, columns - 1))]);
    };
    const double right = column - left;
    const double above = std::lerp(cell(left, top), cell(left + 1, top), right);
    const double below = std::lerp(cell(left, top + 1), cell(left + 1, top + 1), right);
    return static_cast<float>(std::lerp(above, below, row - top));
}

} // namespace ccad
