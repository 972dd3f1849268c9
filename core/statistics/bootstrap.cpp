// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/bootstrap.h"

#include "core/base/random.h"
#include "core/statistics/internal/normal_distribution.h"

#include <algorithm>
#include <numeric>

namespace ccad {
namespace {

/// The rows of each group that has any.
std::vector<std::vector<int>> rowsOfGroups(const std::vector<int>& groups)
{
    std::vector<std::vector<int>> rows;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto group = static_cast<std::size_t>(groups[i]);
        if (group >= rows.size())
            rows.resize(group + 1);
        rows[group].push_back(static_cast<int>(i));
    }
    std::erase_if(rows, [](const auto& members) { return members.empty(); });
    return rows;
}

/// Between the two nearest of sorted values, as numpy's percentile.
double quantile(const std::vector<double>& sorted, double share)
{
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = position - static_cast<double>(below);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

Interval percentileInterval(double value, std::vector<double> drawn)
{
    const std::size_t all = drawn.size();
    std::erase_if(drawn, [](double draw) { return std::isnan(draw); });
    if (drawn.empty() || 2 * drawn.size() < all)
        return {value, notKnown, notKnown};
    std::sort(drawn.begin(), drawn.end());
    return {value, quantile(drawn, 0.025), quantile(drawn, 0.975)};
}

/// How often each of `count` groups is in a draw of as many, with replacement.
void drawTimes(Random& random, std::vector<int>& times)
{
    std::fill(times.begin(), times.end(), 0);
    for (std::size_t i = 0; i < times.size(); ++i)
        ++times[random.below(times.size())];
}

/// Rows by falling score, ready to count wins for any weights of the groups.
struct SortedRow
{
    int group = 0;
    bool positive = false;
    bool lastOfEquals = false;
};

std::vector<SortedRow> sortedRows(const std::vector<double>& scores,
                                  const std::vector<bool>& positive,
                                  const std::vector<std::vector<int>>& rows)
{
    std::vector<int> groupOf(scores.size());
    for (std::size_t group = 0; group < rows.size(); ++group)
        for (const int row : rows[group])
            groupOf[static_cast<std::size_t>(row)] = static_cast<int>(group);
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });
    std::vector<SortedRow> sorted;
    for (std::size_t i = 0; i < order.size(); ++i)
        sorted.push_back({groupOf[order[i]], positive[order[i]],
                          i + 1 == order.size() || scores[order[i + 1]] != scores[order[i]]});
    return sorted;
}

/// The share of (positive, negative) pairs in the right order, a row counted times[its group].
double weightedArea(const std::vector<SortedRow>& rows, const std::vector<int>& times)
{
    std::int64_t positives = 0; // of higher scores
    std::int64_t negatives = 0;
    std::int64_t equalPositives = 0;
    std::int64_t equalNegatives = 0;
    std::int64_t doubledWins = 0; // a tie is half a win
    for (const SortedRow& row : rows) {
        (row.positive ? equalPositives : equalNegatives)
            += times[static_cast<std::size_t>(row.group)];
        if (!row.lastOfEquals)
            continue;
        doubledWins += equalNegatives * (2 * positives + equalPositives);
        positives += equalPositives;
        negatives += equalNegatives;
        equalPositives = 0;
        equalNegatives = 0;
    }
    if (positives == 0 || negatives == 0)
        return notKnown;
    return static_cast<double>(doubledWins)
        / (2 * static_cast<double>(positives) * static_cast<double>(negatives));
}

/// A statistic of how often each group counts; all once for the value itself.
Interval intervalOfTimes(std::size_t groups,
                         const std::function<double(const std::vector<int>&)>& statistic,
                         std::uint64_t seed, int draws)
{
    std::vector<int> times(groups, 1);
    const double value = statistic(times);
    Random random(seed);
    std::vector<double> drawn;
    for (int i = 0; i < draws && groups > 0; ++i) {
        drawTimes(random, times);
        drawn.push_back(statistic(times));
    }
    return percentileInterval(value, std::move(drawn));
}

} // namespace

Interval bootstrapInterval(const std::vector<int>& groups,
                           const std::function<double(const std::vector<int>& rows)>& statistic,
                           std::uint64_t seed, int draws)
{
    const auto members = rowsOfGroups(groups);
    std::vector<int> rows;
    const auto ofTimes = [&](const std::vector<int>& times) {
        rows.clear();
        for (std::size_t group = 0; group < times.size(); ++group)
            for (int i = 0; i < times[group]; ++i)
                rows.insert(rows.end(), members[group].begin(), members[group].end());
        return statistic(rows);
    };
    return intervalOfTimes(members.size(), ofTimes, seed, draws);
}

Interval bootstrapAuc(const std::vector<double>& scores, const std::vector<bool>& positive,
                      const std::vector<int>& groups, std::uint64_t seed, int draws)
{
    const auto members = rowsOfGroups(groups);
    const auto sorted = sortedRows(scores, positive, members);
    return intervalOfTimes(
        members.size(), [&](const std::vector<int>& times) { return weightedArea(sorted, times); },
        seed, draws);
}

Interval bootstrapShare(const std::vector<bool>& correct, const std::vector<int>& groups,
                        std::uint64_t seed, int draws)
{
    const auto members = rowsOfGroups(groups);
    std::vector<std::int64_t> hits(members.size());
    for (std::size_t group = 0; group < members.size(); ++group)
        hits[group] = std::count_if(members[group].begin(), members[group].end(), [&](int row) {
            return correct[static_cast<std::size_t>(row)];
        });
    const auto ofTimes = [&](const std::vector<int>& times) {
        std::int64_t right = 0;
        std::int64_t all = 0;
        for (std::size_t group = 0; group < times.size(); ++group) {
            right += times[group] * hits[group];
            all += times[group] * static_cast<std::int64_t>(members[group].size());
        }
        return all > 0 ? static_cast<double>(right) / static_cast<double>(all) : notKnown;
    };
    return intervalOfTimes(members.size(), ofTimes, seed, draws);
}

} // namespace ccad
