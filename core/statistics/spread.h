// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <vector>

namespace ccad {

/// Of the numbers that are known; NaN without one.
[[nodiscard]] inline double meanOf(const std::vector<double>& values)
{
    double sum = 0;
    int count = 0;
    for (const double value : values)
        if (std::isfinite(value)) {
            sum += value;
            ++count;
        }
    return sum / count;
}

/// Of a sample, over n - 1; NaN for fewer than two.
[[nodiscard]] inline double deviationOf(const std::vector<double>& values)
{
    const double mean = meanOf(values);
    double sum = 0;
    int count = 0;
    for (const double value : values)
        if (std::isfinite(value)) {
            sum += (value - mean) * (value - mean);
            ++count;
        }
    return count < 2 ? std::nan("") : std::sqrt(sum / (count - 1));
}

} // namespace ccad
