// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/ranked_scores.h"

#include "core/statistics/internal/normal_distribution.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace ccad {

RankedScores::RankedScores(const std::vector<double>& scores, const std::vector<bool>& positive,
                           const std::vector<int>& groups)
{
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });
    for (std::size_t i = 0; i < order.size(); ++i)
        m_rows.push_back({groups[order[i]], positive[order[i]],
                          i + 1 == order.size() || scores[order[i + 1]] != scores[order[i]]});
}

double RankedScores::area(const std::vector<int>& times) const
{
    std::int64_t positives = 0; // of higher scores
    std::int64_t negatives = 0;
    std::int64_t equalPositives = 0;
    std::int64_t equalNegatives = 0;
    std::int64_t doubledWins = 0; // a tie is half a win
    for (const Row& row : m_rows) {
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

} // namespace ccad
