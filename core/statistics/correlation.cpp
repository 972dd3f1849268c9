// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/correlation.h"

#include "core/statistics/internal/normal_distribution.h"

#include <algorithm>
#include <numeric>

namespace ccad {

namespace {

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

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

double pearsonCorrelation(const std::vector<double>& first, const std::vector<double>& second)
{
    if (first.size() < 2)
        return notKnown;
    const double firstMean = mean(first);
    const double secondMean = mean(second);
    double both = 0;
    double ofFirst = 0;
    double ofSecond = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const double a = first[i] - firstMean;
        const double b = second[i] - secondMean;
        both += a * b;
        ofFirst += a * a;
        ofSecond += b * b;
    }
    return ofFirst > 0 && ofSecond > 0 ? both / std::sqrt(ofFirst * ofSecond) : notKnown;
}

double spearmanCorrelation(const std::vector<double>& first, const std::vector<double>& second)
{
    return pearsonCorrelation(midranks(first), midranks(second));
}

} // namespace ccad
