// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/evaluation.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

std::vector<double> softmax(const std::vector<float>& logits, double temperature)
{
    const double highest = *std::max_element(logits.begin(), logits.end());
    std::vector<double> result;
    double sum = 0;
    for (const float logit : logits) {
        result.push_back(std::exp((logit - highest) / temperature));
        sum += result.back();
    }
    for (double& value : result)
        value /= sum;
    return result;
}

double meanLogLoss(const std::vector<ScoredItem>& items, double temperature)
{
    double sum = 0;
    for (const ScoredItem& scored : items) {
        const auto label = static_cast<std::size_t>(scored.item.label);
        sum -= std::log(std::max(softmax(scored.logits, temperature)[label], 1e-12));
    }
    return sum / static_cast<double>(items.size());
}

/// Golden-section search of log T: the loss is unimodal in T.
double bestTemperature(const std::vector<ScoredItem>& items)
{
    constexpr double ratio = 0.6180339887498949;
    double low = std::log(0.05);
    double high = std::log(20.0);
    for (int step = 0; step < 60; ++step) {
        const double left = high - ratio * (high - low);
        const double right = low + ratio * (high - low);
        if (meanLogLoss(items, std::exp(left)) < meanLogLoss(items, std::exp(right)))
            high = right;
        else
            low = left;
    }
    return std::exp((low + high) / 2);
}

ClassificationReport report(const std::vector<const ScoredItem*>& items, int classes)
{
    std::vector<std::vector<float>> probabilities;
    std::vector<int> labels;
    for (const ScoredItem* scored : items) {
        probabilities.push_back(scored->probabilities);
        labels.push_back(scored->item.label);
    }
    return classificationReport(probabilities, labels, classes);
}

} // namespace

EvaluationReport evaluate(const std::vector<ScoredItem>& items, int classes)
{
    std::vector<const ScoredItem*> all;
    std::map<QString, std::vector<const ScoredItem*>> bySource;
    for (const ScoredItem& scored : items) {
        all.push_back(&scored);
        bySource[scored.item.source].push_back(&scored);
    }
    EvaluationReport result{report(all, classes), {}};
    for (const auto& [source, group] : bySource)
        result.bySource.emplace(source, report(group, classes));
    return result;
}

Calibration calibrate(const ValidationScores& scores, int positiveClass)
{
    Calibration calibration;
    if (scores.items.empty())
        return calibration;
    calibration.temperature = bestTemperature(scores.items);

    std::vector<double> values;
    std::vector<bool> positive;
    for (const ScoredItem& scored : scores.items) {
        values.push_back(softmax(scored.logits,
                                 calibration.temperature)[static_cast<std::size_t>(positiveClass)]);
        positive.push_back(scored.item.label == positiveClass);
    }
    const RocCurve curve(values, positive);
    double best = -1;
    for (const RocPoint& point : curve.points()) {
        const double youden = point.truePositiveRate - point.falsePositiveRate;
        if (std::isfinite(point.threshold) && youden > best) {
            best = youden;
            calibration.threshold = point.threshold;
        }
    }
    return calibration;
}

} // namespace ccad
