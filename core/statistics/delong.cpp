// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/auc_comparison.h"
#include "core/statistics/correlation.h"
#include "core/statistics/internal/normal_distribution.h"
#include "core/statistics/roc.h"

#include <algorithm>
#include <numeric>

namespace ccad {
namespace {

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Variance of a sample; NaN for fewer than two values.
double variance(const std::vector<double>& values)
{
    const double center = mean(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - center) * (value - center);
    return values.size() < 2 ? notKnown : sum / static_cast<double>(values.size() - 1);
}

/// For each value, the share of the `others` others that it exceeds (equals count one half), from
/// its rank among all and its rank among its own kind: Sun and Xu 2014, equation 5.
std::vector<double> exceededShares(const double* ranksAmongAll, const std::vector<double>& own,
                                   std::size_t others)
{
    std::vector<double> shares = midranks(own);
    for (std::size_t i = 0; i < shares.size(); ++i)
        shares[i] = (ranksAmongAll[i] - shares[i]) / static_cast<double>(others);
    return shares;
}

/// DeLong's structural components: for each positive the share of negatives below it, for each
/// negative the share of positives above it. Both means are the area.
struct Components
{
    std::vector<double> ofPositives;
    std::vector<double> ofNegatives;
};

/// Empty where one kind is missing.
Components componentsOf(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    std::vector<double> positives;
    std::vector<double> negatives;
    for (std::size_t i = 0; i < scores.size(); ++i)
        (positive[i] ? positives : negatives).push_back(scores[i]);
    if (positives.empty() || negatives.empty())
        return {};
    std::vector<double> all = positives;
    all.insert(all.end(), negatives.begin(), negatives.end());
    const std::vector<double> ranks = midranks(all);
    Components components{
        exceededShares(ranks.data(), positives, negatives.size()),
        exceededShares(ranks.data() + positives.size(), negatives, positives.size())};
    for (double& share : components.ofNegatives)
        share = 1 - share;
    return components;
}

double deviationOf(const Components& components)
{
    return std::sqrt(
        variance(components.ofPositives) / static_cast<double>(components.ofPositives.size())
        + variance(components.ofNegatives) / static_cast<double>(components.ofNegatives.size()));
}

Interval intervalAround(double value, double deviation, double lowest)
{
    const double reach = normalQuantile975 * deviation;
    if (std::isnan(reach))
        return {value, notKnown, notKnown};
    return {value, std::max(lowest, value - reach), std::min(1.0, value + reach)};
}

Interval areaInterval(const Components& components)
{
    if (components.ofPositives.empty())
        return {notKnown, notKnown, notKnown};
    return intervalAround(mean(components.ofPositives), deviationOf(components), 0);
}

std::vector<double> differences(const std::vector<double>& first, const std::vector<double>& second)
{
    std::vector<double> result;
    for (std::size_t i = 0; i < first.size(); ++i)
        result.push_back(first[i] - second[i]);
    return result;
}

} // namespace

Interval delongInterval(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    return areaInterval(componentsOf(scores, positive));
}

AucComparison compareAucs(const std::vector<double>& first, const std::vector<double>& second,
                          const std::vector<bool>& positive)
{
    const Components ofFirst = componentsOf(first, positive);
    const Components ofSecond = componentsOf(second, positive);
    AucComparison comparison{areaInterval(ofFirst),
                             areaInterval(ofSecond),
                             {notKnown, notKnown, notKnown},
                             notKnown,
                             notKnown};
    if (ofFirst.ofPositives.empty())
        return comparison;
    // The variance of paired differences is var(a) + var(b) - 2 cov(a, b), without cancellation.
    const Components paired{differences(ofFirst.ofPositives, ofSecond.ofPositives),
                            differences(ofFirst.ofNegatives, ofSecond.ofNegatives)};
    const double deviation = deviationOf(paired);
    const double difference = comparison.first.value - comparison.second.value;
    comparison.difference = intervalAround(difference, deviation, -1);
    if (deviation > 0) {
        comparison.z = difference / deviation;
        comparison.p = twoSidedProbability(comparison.z);
    }
    return comparison;
}

} // namespace ccad
