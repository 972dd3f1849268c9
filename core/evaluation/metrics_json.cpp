// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/metrics_json.h"

#include "core/evaluation/json_number.h"
#include "core/evaluation/model_results.h"
#include "core/metrics/bootstrap.h"
#include "core/metrics/curves.h"
#include "core/metrics/wilson.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ccad {
namespace {

QJsonArray toJson(const ConfusionMatrix& confusion)
{
    QJsonArray rows;
    for (const auto& row : confusion) {
        QJsonArray cells;
        for (const int count : row)
            cells.append(count);
        rows.append(cells);
    }
    return rows;
}

QJsonObject thresholdJson(const ClassScores& scores, double threshold)
{
    const OperatingPoint point = operatingPoint(scores.scores, scores.positive, threshold);
    return {{QStringLiteral("sensitivity"), jsonNumber(point.sensitivity.value)},
            {QStringLiteral("sensitivity_low"), jsonNumber(point.sensitivity.low)},
            {QStringLiteral("sensitivity_high"), jsonNumber(point.sensitivity.high)},
            {QStringLiteral("specificity"), jsonNumber(point.specificity.value)},
            {QStringLiteral("specificity_low"), jsonNumber(point.specificity.low)},
            {QStringLiteral("specificity_high"), jsonNumber(point.specificity.high)}};
}

/// What the thresholds do that validation images chose for a sensitivity.
QJsonArray sensitivityJson(const ClassScores& scores, const ModelManifest& manifest)
{
    QJsonArray choices;
    for (const SensitivityThreshold& choice : manifest.operatingPoints) {
        if (!choice.threshold)
            continue;
        QJsonObject json = thresholdJson(scores, *choice.threshold);
        json[QStringLiteral("target_sensitivity")] = choice.target;
        json[QStringLiteral("threshold")] = *choice.threshold;
        choices.append(json);
    }
    return choices;
}

QJsonObject classJson(const ClassReport& report, const ClassScores& scores,
                      const ModelManifest& manifest, int classIndex)
{
    const bool hasThreshold = classIndex == manifest.positiveClass;
    const Interval byPatient = bootstrapAuc(scores.scores, scores.positive, scores.patients,
                                            bootstrapSeed, bootstrapDraws);
    QJsonObject json{
        {QStringLiteral("n"),
         static_cast<qint64>(std::count(scores.positive.begin(), scores.positive.end(), true))},
        {QStringLiteral("auc"), jsonNumber(report.auc.value)},
        {QStringLiteral("auc_low"), jsonNumber(report.auc.low)},
        {QStringLiteral("auc_high"), jsonNumber(report.auc.high)},
        {QStringLiteral("auc_patient_low"), jsonNumber(byPatient.low)},
        {QStringLiteral("auc_patient_high"), jsonNumber(byPatient.high)},
        {QStringLiteral("average_precision"),
         jsonNumber(averagePrecision(scores.scores, scores.positive))},
        {QStringLiteral("sensitivity"), jsonNumber(report.sensitivity)},
        {QStringLiteral("specificity"), jsonNumber(report.specificity)},
        {QStringLiteral("precision"), jsonNumber(report.precision)},
        {QStringLiteral("f1"), jsonNumber(report.f1)},
        {QStringLiteral("threshold"),
         hasThreshold ? QJsonValue(manifest.threshold) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("at_threshold"),
         hasThreshold ? QJsonValue(thresholdJson(scores, manifest.threshold))
                      : QJsonValue(QJsonValue::Null)},
    };
    if (hasThreshold && !manifest.operatingPoints.empty())
        json[QStringLiteral("at_sensitivity")] = sensitivityJson(scores, manifest);
    return json;
}

void addAccuracy(QJsonObject& json, const ClassificationReport& report,
                 const std::vector<ScoredItem>& items, const std::vector<int>& patients)
{
    std::vector<bool> correct;
    for (const ScoredItem& scored : items) {
        const auto best
            = std::max_element(scored.probabilities.begin(), scored.probabilities.end());
        correct.push_back(best - scored.probabilities.begin() == scored.item.label);
    }
    const auto hits = static_cast<int>(std::count(correct.begin(), correct.end(), true));
    const Interval byImage = wilsonInterval(hits, report.count);
    const Interval byPatient = bootstrapShare(correct, patients, bootstrapSeed, bootstrapDraws);
    json[QStringLiteral("accuracy")] = jsonNumber(report.accuracy);
    json[QStringLiteral("accuracy_low")] = jsonNumber(byImage.low);
    json[QStringLiteral("accuracy_high")] = jsonNumber(byImage.high);
    json[QStringLiteral("accuracy_patient_low")] = jsonNumber(byPatient.low);
    json[QStringLiteral("accuracy_patient_high")] = jsonNumber(byPatient.high);
}

/// softmax(logits) from softmax(logits / temperature).
std::vector<float> withoutTemperature(const std::vector<float>& probabilities, double temperature)
{
    std::vector<double> powers;
    double sum = 0;
    for (const float probability : probabilities) {
        powers.push_back(std::pow(static_cast<double>(probability), temperature));
        sum += powers.back();
    }
    std::vector<float> raw;
    for (const double power : powers)
        raw.push_back(static_cast<float>(power / sum));
    return raw;
}

/// Calibration error as the model stands, and as it would be without its temperature.
void addCalibration(QJsonObject& json, const std::vector<ScoredItem>& items,
                    const std::vector<int>& patients, double temperature)
{
    std::vector<std::vector<float>> calibrated;
    std::vector<std::vector<float>> raw;
    std::vector<int> labels;
    for (const ScoredItem& scored : items) {
        calibrated.push_back(scored.probabilities);
        raw.push_back(withoutTemperature(scored.probabilities, temperature));
        labels.push_back(scored.item.label);
    }
    const auto add = [&](const QString& name, const Interval& error) {
        json[name] = jsonNumber(error.value);
        json[name + QStringLiteral("_patient_low")] = jsonNumber(error.low);
        json[name + QStringLiteral("_patient_high")] = jsonNumber(error.high);
    };
    const auto errorOf = [&](const std::vector<std::vector<float>>& probabilities) {
        return calibrationErrorInterval(probabilities, labels, patients, bootstrapSeed,
                                        bootstrapDraws);
    };
    add(QStringLiteral("ece"), errorOf(calibrated));
    add(QStringLiteral("ece_uncalibrated"), errorOf(raw));
}

} // namespace

QJsonObject metricsJson(const std::vector<ScoredItem>& items, const ModelManifest& manifest)
{
    const ClassificationReport report
        = evaluate(items, static_cast<int>(manifest.classes.size())).overall;
    const std::vector<int> patients = classScores(items, 0).patients;
    QJsonArray classes;
    QJsonObject perClass;
    for (std::size_t i = 0; i < manifest.classes.size(); ++i) {
        const auto index = static_cast<int>(i);
        classes.append(manifest.classes[i].name);
        perClass[manifest.classes[i].name]
            = classJson(report.perClass[i], classScores(items, index), manifest, index);
    }
    QJsonObject json{
        {QStringLiteral("n"), report.count},
        {QStringLiteral("n_patients"),
         patients.empty() ? 0 : *std::max_element(patients.begin(), patients.end()) + 1},
        {QStringLiteral("classes"), classes},
        {QStringLiteral("confusion"), toJson(report.confusion)},
        {QStringLiteral("per_class"), perClass},
    };
    addAccuracy(json, report, items, patients);
    addCalibration(json, items, patients, manifest.temperature);
    return json;
}

QJsonObject metricsByGroup(const std::vector<ScoredItem>& items, const ModelManifest& manifest)
{
    const auto any = [&](QString DatasetItem::*field) {
        return std::any_of(items.begin(), items.end(), [&](const ScoredItem& scored) {
            return !(scored.item.*field).isEmpty();
        });
    };
    QString DatasetItem::*const field
        = any(&DatasetItem::group) ? &DatasetItem::group : &DatasetItem::source;
    if (!any(field))
        return {};
    std::map<QString, std::vector<ScoredItem>> groups;
    for (const ScoredItem& scored : items) {
        const QString& name = scored.item.*field;
        groups[name.isEmpty() ? QStringLiteral("unknown") : name].push_back(scored);
    }
    QJsonObject json;
    for (const auto& [name, members] : groups)
        json[name] = metricsJson(members, manifest);
    return json;
}

} // namespace ccad
