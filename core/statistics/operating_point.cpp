// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/operating_point.h"

#include "core/statistics/internal/normal_distribution.h"
#include "core/statistics/wilson.h"

namespace ccad {
namespace {

double share(double part, double other)
{
    return part + other > 0 ? part / (part + other) : notKnown;
}

} // namespace

OperatingPoint operatingPoint(const std::vector<double>& scores, const std::vector<bool>& positive,
                              double threshold)
{
    OperatingPoint point;
    point.threshold = threshold;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const bool called = scores[i] >= threshold;
        ++(positive[i] ? (called ? point.truePositives : point.falseNegatives)
                       : (called ? point.falsePositives : point.trueNegatives));
    }
    point.sensitivity
        = wilsonInterval(point.truePositives, point.truePositives + point.falseNegatives);
    point.specificity
        = wilsonInterval(point.trueNegatives, point.trueNegatives + point.falsePositives);
    return point;
}

PredictiveValues predictiveValues(double sensitivity, double specificity, double prevalence)
{
    const double healthy = 1 - prevalence;
    return {share(sensitivity * prevalence, (1 - specificity) * healthy),
            share(specificity * healthy, (1 - sensitivity) * prevalence)};
}

} // namespace ccad
