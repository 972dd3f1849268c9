// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/evaluation.h"

#include "core/statistics/logit_scaling.h"
#include "core/statistics/roc.h"
#include "core/statistics/softmax.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace ccad {

namespace {

std::vector<double> calibrated(const std::vector<float>& logits, const Calibration& calibration)
{
    std::vector<double> values(logits.begin(), logits.end());
    for (std::size_t c = 0; c < calibration.offsets.size(); ++c)
        values[c] += calibration.offsets[c];
    return softmax(std::move(values), calibration.temperature);
}

double meanLogLoss(const std::vector<ScoredItem>& items, const Calibration& calibration)
{
    double sum = 0;
    for (const ScoredItem& scored : items) {
        const auto label = static_cast<std::size_t>(scored.item.label);
        sum -= std::log(std::max(calibrated(scored.logits, calibration)[label], 1e-12));
    }
    return sum / static_cast<double>(items.size());
}

/// Golden-section search for the minimum of a function with one valley.
template <typename Function> double lowest(double low, double high, const Function& at)
{
    constexpr double ratio = 0.6180339887498949;
    for (int step = 0; step < 60; ++step) {
        const double left = high - ratio * (high - low);
        const double right = low + ratio * (high - low);
        if (at(left) < at(right))
            high = right;
        else
            low = left;
    }
    return (low + high) / 2;
}

void fitTemperature(const std::vector<ScoredItem>& items, Calibration& calibration)
{
    calibration.temperature
        = std::exp(lowest(std::log(0.05), std::log(20.0), [&](double logTemperature) {
              Calibration tried = calibration;
              tried.temperature = std::exp(logTemperature);
              return meanLogLoss(items, tried);
          }));
}

void fitWithOffsets(const std::vector<LabelledLogits>& rows, Calibration& calibration)
{
    LogitScaling scaling = fitLogitScaling(rows);
    calibration.temperature = scaling.temperature;
    calibration.offsets = std::move(scaling.offsets);
}

std::vector<LabelledLogits> eachFilm(const std::vector<ScoredItem>& items)
{
    std::vector<LabelledLogits> rows;
    for (const ScoredItem& scored : items)
        rows.push_back({{scored.logits.begin(), scored.logits.end()}, scored.item.label, 1});
    return rows;
}

/// The films of a patient weigh as much as one film: they say the same again. For each class comes
/// one more, with the mean of all logits.
std::vector<LabelledLogits> eachPatientAndClassOnce(const std::vector<ScoredItem>& items)
{
    std::vector<LabelledLogits> rows = eachFilm(items);
    const std::vector<int> patients = patientNumbers(items);
    std::map<int, int> films;
    for (const int patient : patients)
        ++films[patient];
    LabelledLogits further{std::vector<double>(rows.front().logits.size()), 0, 1};
    const auto count = static_cast<double>(films.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        rows[i].weight = 1.0 / films[patients[i]];
        for (std::size_t c = 0; c < further.logits.size(); ++c)
            further.logits[c] += rows[i].weight * rows[i].logits[c] / count;
    }
    for (std::size_t c = 0; c < further.logits.size(); ++c) {
        further.label = static_cast<int>(c);
        rows.push_back(further);
    }
    return rows;
}

bool hasEnoughOfEach(const std::vector<ScoredItem>& items)
{
    constexpr int fewest = 10;
    std::vector<int> counts(items.front().logits.size());
    for (const ScoredItem& scored : items)
        ++counts[static_cast<std::size_t>(scored.item.label)];
    return std::ranges::all_of(counts, [](int count) { return count >= fewest; });
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

Calibration calibrate(const ValidationScores& scores, int positiveClass, CalibrationKind kind)
{
    Calibration calibration;
    if (scores.items.empty())
        return calibration;
    if (kind == CalibrationKind::Local)
        fitWithOffsets(eachPatientAndClassOnce(scores.items), calibration);
    else if (kind == CalibrationKind::TemperatureAndOffsets && hasEnoughOfEach(scores.items))
        fitWithOffsets(eachFilm(scores.items), calibration);
    else
        fitTemperature(scores.items, calibration);

    std::vector<double> values;
    std::vector<bool> positive;
    for (const ScoredItem& scored : scores.items) {
        values.push_back(
            calibrated(scored.logits, calibration)[static_cast<std::size_t>(positiveClass)]);
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
