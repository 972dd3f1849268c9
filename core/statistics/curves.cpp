// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/curves.h"

#include "core/statistics/internal/score_steps.h"
#include "core/statistics/wilson.h"

#include <algorithm>
#include <limits>

namespace ccad {

std::vector<PrecisionRecallPoint> precisionRecallCurve(const std::vector<double>& scores,
                                                       const std::vector<bool>& positive)
{
    const std::vector<ScoreStep> steps = scoreSteps(scores, positive);
    if (steps.empty() || steps.back().truePositives == 0)
        return {};
    const auto positives = static_cast<double>(steps.back().truePositives);
    std::vector<PrecisionRecallPoint> points = {{std::numeric_limits<double>::infinity(), 1, 0}};
    for (const ScoreStep& step : steps) {
        const auto hits = static_cast<double>(step.truePositives);
        points.push_back({step.threshold, hits / (hits + static_cast<double>(step.falsePositives)),
                          hits / positives});
    }
    return points;
}

double averagePrecision(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    const auto points = precisionRecallCurve(scores, positive);
    if (points.empty())
        return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        sum += (points[i].recall - points[i - 1].recall) * points[i].precision;
    return sum;
}

std::vector<CalibrationBin> calibrationCurve(const std::vector<double>& probabilities,
                                             const std::vector<bool>& positive, int bins)
{
    std::vector<CalibrationBin> curve(static_cast<std::size_t>(bins));
    for (int i = 0; i < bins; ++i) {
        curve[static_cast<std::size_t>(i)].low = static_cast<double>(i) / bins;
        curve[static_cast<std::size_t>(i)].high = static_cast<double>(i + 1) / bins;
    }
    std::vector<int> positives(curve.size());
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        auto bin = std::lower_bound(
            curve.begin(), curve.end(), probabilities[i],
            [](const CalibrationBin& entry, double value) { return entry.high < value; });
        bin = std::min(bin, curve.end() - 1); // a sum of floats may exceed 1 a little
        ++bin->count;
        bin->meanPredicted += probabilities[i];
        positives[static_cast<std::size_t>(bin - curve.begin())] += positive[i] ? 1 : 0;
    }
    for (std::size_t i = 0; i < curve.size(); ++i) {
        curve[i].meanPredicted /= curve[i].count; // 0 / 0 is the NaN that the header promises
        curve[i].observed = wilsonInterval(positives[i], curve[i].count);
    }
    return curve;
}

} // namespace ccad
