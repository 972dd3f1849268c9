// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <limits>

namespace ccad {

/// 97.5 % of a standard normal lie below: the reach of a 95 % interval in standard deviations.
constexpr double normalQuantile975 = 1.959963984540054;

/// Probability of a standard normal at least as far from 0 as z, on either side.
[[nodiscard]] inline double twoSidedProbability(double z)
{
    return std::erfc(std::abs(z) / std::sqrt(2.0));
}

constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();

} // namespace ccad
