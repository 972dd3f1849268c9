// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/roc.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>

namespace ccad {

RocCurve::RocCurve(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    const auto positives = std::count(positive.begin(), positive.end(), true);
    const auto negatives = static_cast<std::ptrdiff_t>(positive.size()) - positives;
    if (positives == 0 || negatives == 0)
        return;
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });

    const auto point
        = [&](double threshold, std::int64_t falsePositives, std::int64_t truePositives) {
              return RocPoint{threshold,
                              static_cast<double>(falsePositives) / static_cast<double>(negatives),
                              static_cast<double>(truePositives) / static_cast<double>(positives)};
          };
    m_points.push_back(point(std::numeric_limits<double>::infinity(), 0, 0));
    std::int64_t truePositives = 0;
    std::int64_t falsePositives = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        ++(positive[order[i]] ? truePositives : falsePositives);
        const bool lastOfEquals = i + 1 == order.size() || scores[order[i + 1]] != scores[order[i]];
        if (!lastOfEquals)
            continue;
        const RocPoint& before = m_points.back();
        const RocPoint next = point(scores[order[i]], falsePositives, truePositives);
        // The trapezium counts pairs of equal scores one half.
        m_area += (next.falsePositiveRate - before.falsePositiveRate)
            * (next.truePositiveRate + before.truePositiveRate) / 2;
        m_points.push_back(next);
    }
}

} // namespace ccad
