// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ccad {

/// Mean of the known numbers; NaN without one.
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

/// Standard deviation of a sample, over n - 1; NaN for fewer than two.
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

/// Lowest of the known numbers; NaN without one.
[[nodiscard]] inline double lowestOf(const std::vector<double>& values)
{
    double lowest = std::nan("");
    for (const double value : values)
        lowest = std::fmin(lowest, value); // which prefers a number to NaN
    return lowest;
}

[[nodiscard]] inline double highestOf(const std::vector<double>& values)
{
    double highest = std::nan("");
    for (const double value : values)
        highest = std::fmax(highest, value);
    return highest;
}

/// Interpolates between the two nearest of sorted values, as numpy's percentile; share within 0..1,
/// at least one value.
[[nodiscard]] inline double quantileOfSorted(const std::vector<double>& sorted, double share)
{
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = position - static_cast<double>(below);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

} // namespace ccad
