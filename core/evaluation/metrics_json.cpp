// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/metrics_json.h"

#include "core/base/json_number.h"
#include "core/evaluation/model_results.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/curves.h"
#include "core/statistics/interval_json.h"
#include "core/statistics/wilson.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

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
    QJsonObject json;
    writeInterval(point.sensitivity, u"sensitivity"_s, json);
    writeInterval(point.specificity, u"specificity"_s, json);
    return json;
}

/// The figures at the thresholds that validation images chose for a sensitivity.
QJsonArray sensitivityJson(const ClassScores& scores, const ModelManifest& manifest)
{
    QJsonArray choices;
    for (const SensitivityThreshold& choice : manifest.operatingPoints) {
        if (!choice.threshold)
            continue;
        QJsonObject json = thresholdJson(scores, *choice.threshold);
        json[u"target_sensitivity"_s] = choice.target;
        json[u"threshold"_s] = *choice.threshold;
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
        {u"n"_s,
         static_cast<qint64>(std::count(scores.positive.begin(), scores.positive.end(), true))},
        {u"average_precision"_s, jsonNumber(averagePrecision(scores.scores, scores.positive))},
        {u"sensitivity"_s, jsonNumber(report.sensitivity)},
        {u"specificity"_s, jsonNumber(report.specificity)},
        {u"precision"_s, jsonNumber(report.precision)},
        {u"f1"_s, jsonNumber(report.f1)},
        {u"threshold"_s,
         hasThreshold ? QJsonValue(manifest.threshold) : QJsonValue(QJsonValue::Null)},
        {u"at_threshold"_s,
         hasThreshold ? QJsonValue(thresholdJson(scores, manifest.threshold))
                      : QJsonValue(QJsonValue::Null)},
    };
    writeInterval(report.auc, u"auc"_s, json);
    writeRange(byPatient, u"auc_patient"_s, json);
    if (hasThreshold && !manifest.operatingPoints.empty())
        json[u"at_sensitivity"_s] = sensitivityJson(scores, manifest);
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
    json[u"accuracy"_s] = jsonNumber(report.accuracy);
    writeRange(byImage, u"accuracy"_s, json);
    writeRange(byPatient, u"accuracy_patient"_s, json);
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
    raw.reserve(powers.size());
    for (const double power : powers)
        raw.push_back(static_cast<float>(power / sum));
    return raw;
}

/// Calibration error of the model as it is, and without its temperature.
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
        writeRange(error, name + u"_patient"_s, json);
    };
    const auto errorOf = [&](const std::vector<std::vector<float>>& probabilities) {
        return calibrationErrorInterval(probabilities, labels, patients, bootstrapSeed,
                                        bootstrapDraws);
    };
    add(u"ece"_s, errorOf(calibrated));
    add(u"ece_uncalibrated"_s, errorOf(raw));
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
        {u"n"_s, report.count},
        {u"n_patients"_s,
         patients.empty() ? 0 : *std::max_element(patients.begin(), patients.end()) + 1},
        {u"classes"_s, classes},
        {u"confusion"_s, toJson(report.confusion)},
        {u"per_class"_s, perClass},
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
        groups[name.isEmpty() ? u"unknown"_s : name].push_back(scored);
    }
    QJsonObject json;
    for (const auto& [name, members] : groups)
        json[name] = metricsJson(members, manifest);
    return json;
}

} // namespace ccad
