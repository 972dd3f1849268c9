// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/bootstrap.h"

#include "core/base/random.h"
#include "core/statistics/internal/normal_distribution.h"
#include "core/statistics/ranked_scores.h"
#include "core/statistics/spread.h"

#include <algorithm>

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

/// For each row, the number of its group among the groups that have rows.
std::vector<int> groupOfRows(const std::vector<std::vector<int>>& rows, std::size_t count)
{
    std::vector<int> groupOf(count);
    for (std::size_t group = 0; group < rows.size(); ++group)
        for (const int row : rows[group])
            groupOf[static_cast<std::size_t>(row)] = static_cast<int>(group);
    return groupOf;
}

Interval percentileInterval(double value, std::vector<double> drawn)
{
    const std::size_t all = drawn.size();
    std::erase_if(drawn, [](double draw) { return std::isnan(draw); });
    if (drawn.empty() || 2 * drawn.size() < all)
        return {value, notKnown, notKnown};
    std::sort(drawn.begin(), drawn.end());
    return {value, quantileOfSorted(drawn, 0.025), quantileOfSorted(drawn, 0.975)};
}

/// How often each of `count` groups is in a draw of as many, with replacement.
void drawTimes(Random& random, std::vector<int>& times)
{
    std::fill(times.begin(), times.end(), 0);
    for (std::size_t i = 0; i < times.size(); ++i)
        ++times[random.below(times.size())];
}

/// The interval of a statistic of how often each group counts; for the value itself, each counts
/// once.
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
    const RankedScores ranked(scores, positive, groupOfRows(members, scores.size()));
    return intervalOfTimes(
        members.size(), [&](const std::vector<int>& times) { return ranked.area(times); }, seed,
        draws);
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
