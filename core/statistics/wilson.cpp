// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/wilson.h"

#include "core/statistics/internal/normal_distribution.h"

#include <algorithm>

namespace ccad {

Interval wilsonInterval(int successes, int trials)
{
    if (trials <= 0)
        return {notKnown, notKnown, notKnown};
    const double share = static_cast<double>(successes) / trials;
    const double square = normalQuantile975 * normalQuantile975 / trials; // z^2 / n
    const double center = (share + square / 2) / (1 + square);
    const double reach
        = std::sqrt(square * share * (1 - share) + square * square / 4) / (1 + square);
    // Rounding could leave the ends a hair inside or outside the share.
    return {share, successes == 0 ? 0 : std::max(0.0, center - reach),
            successes == trials ? 1 : std::min(1.0, center + reach)};
}

} // namespace ccad
