// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/internal/score_steps.h"

#include <algorithm>
#include <numeric>

namespace ccad {

std::vector<ScoreStep> scoreSteps(const std::vector<double>& scores,
                                  const std::vector<bool>& positive)
{
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });
    std::vector<ScoreStep> steps;
    std::int64_t truePositives = 0;
    std::int64_t falsePositives = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        ++(positive[order[i]] ? truePositives : falsePositives);
        const bool lastOfEquals = i + 1 == order.size() || scores[order[i + 1]] != scores[order[i]];
        if (lastOfEquals)
            steps.push_back({scores[order[i]], truePositives, falsePositives});
    }
    return steps;
}

} // namespace ccad
