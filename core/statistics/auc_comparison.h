// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

#include <vector>

namespace ccad {

/// Two areas under the ROC curve on the same images (DeLong et al. 1988).
struct AucComparison
{
    Interval first;
    Interval second;
    Interval difference; ///< first - second, within -1..1
    double z = 0; ///< difference over its standard deviation
    double p = 0; ///< two-sided; with z NaN when the variance of the difference is zero
};

/// The paired test: first[i] and second[i] score the same image. All NaN when one kind is missing;
/// only the intervals' ends, z and p when there is just one of a kind.
[[nodiscard]] AucComparison compareAucs(const std::vector<double>& first,
                                        const std::vector<double>& second,
                                        const std::vector<bool>& positive);

} // namespace ccad
