// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/roc.h"

#include "core/statistics/internal/score_steps.h"

#include <limits>

namespace ccad {

RocCurve::RocCurve(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    const std::vector<ScoreStep> steps = scoreSteps(scores, positive);
    if (steps.empty() || steps.back().truePositives == 0 || steps.back().falsePositives == 0)
        return;
    const auto positives = static_cast<double>(steps.back().truePositives);
    const auto negatives = static_cast<double>(steps.back().falsePositives);
    m_points.push_back({std::numeric_limits<double>::infinity(), 0, 0});
    for (const ScoreStep& step : steps) {
        const RocPoint& before = m_points.back();
        const RocPoint next{step.threshold, static_cast<double>(step.falsePositives) / negatives,
                            static_cast<double>(step.truePositives) / positives};
        // The trapezium counts pairs of equal scores one half.
        m_area += (next.falsePositiveRate - before.falsePositiveRate)
            * (next.truePositiveRate + before.truePositiveRate) / 2;
        m_points.push_back(next);
    }
}

double rocArea(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    const RocCurve curve(scores, positive);
    return curve.isDefined() ? curve.area() : std::numeric_limits<double>::quiet_NaN();
}

} // namespace ccad
