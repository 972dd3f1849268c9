// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/roc.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ccad {
namespace {

constexpr double normalQuantile975 = 1.959963984540054;

/// Ranks from 1 up; equal values share the mean of their ranks.
std::vector<double> midranks(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first;
        while (end < order.size() && values[order[end]] == values[order[first]])
            ++end;
        const double rank = static_cast<double>(first + end + 1) / 2;
        for (std::size_t i = first; i < end; ++i)
            ranks[order[i]] = rank;
        first = end;
    }
    return ranks;
}

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Of a sample; NaN for fewer than two values.
double variance(const std::vector<double>& values)
{
    const double center = mean(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - center) * (value - center);
    return values.size() < 2 ? std::numeric_limits<double>::quiet_NaN()
                             : sum / static_cast<double>(values.size() - 1);
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

} // namespace

Interval delongInterval(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    std::vector<double> positives;
    std::vector<double> negatives;
    for (std::size_t i = 0; i < scores.size(); ++i)
        (positive[i] ? positives : negatives).push_back(scores[i]);
    if (positives.empty() || negatives.empty()) {
        const double unknown = std::numeric_limits<double>::quiet_NaN();
        return {unknown, unknown, unknown};
    }
    std::vector<double> all = positives;
    all.insert(all.end(), negatives.begin(), negatives.end());
    const std::vector<double> ranks = midranks(all);
    const auto ofPositives = exceededShares(ranks.data(), positives, negatives.size());
    const auto ofNegatives
        = exceededShares(ranks.data() + positives.size(), negatives, positives.size());

    const double area = mean(ofPositives);
    const double deviation
        = std::sqrt(variance(ofPositives) / static_cast<double>(positives.size())
                    + variance(ofNegatives) / static_cast<double>(negatives.size()));
    const double reach = normalQuantile975 * deviation;
    return {area, std::isnan(reach) ? reach : std::max(0.0, area - reach),
            std::isnan(reach) ? reach : std::min(1.0, area + reach)};
}

} // namespace ccad
