// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/metrics_json.h"

#include "core/base/json_number.h"
#include "core/evaluation/known_cases.h"
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

QJsonObject shareJson(int part, int whole)
{
    const Interval share = wilsonInterval(part, whole);
    QJsonObject json{{u"n"_s, whole}};
    json[u"share"_s] = jsonNumber(share.value);
    writeRange(share, u"share"_s, json);
    return json;
}

/// How often the model's prediction sets hold the true class, and how much they say.
QJsonObject setsJson(const std::vector<KnownCase>& cases, const ModelManifest& manifest)
{
    const PredictionSetFigures figures = figuresOf(*manifest.predictionSets, cases);
    QJsonObject perClass;
    for (std::size_t i = 0; i < manifest.classes.size(); ++i)
        perClass[manifest.classes[i].name]
            = shareJson(figures.coveredOfClass[i], figures.imagesOfClass[i]);
    return {
        {u"promised_coverage"_s, manifest.predictionSets->coverage},
        {u"coverage"_s, shareJson(figures.covered, figures.images)},
        {u"coverage_per_class"_s, perClass},
        {u"single"_s, shareJson(figures.single, figures.images)},
        {u"none"_s, shareJson(figures.empty, figures.images)},
        {u"single_wrong"_s, shareJson(figures.singleWrong, figures.single)},
    };
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

/// Calibration error of the model as it is, and without its temperature.
void addCalibration(QJsonObject& json, const std::vector<ScoredItem>& items,
                    const std::vector<int>& patients, double temperature)
{
    std::vector<std::vector<float>> calibrated;
    std::vector<std::vector<float>> raw;
    std::vector<int> labels;
    for (const ScoredItem& scored : items) {
        calibrated.push_back(scored.probabilities);
        const std::vector<double> before = withoutTemperature(scored.probabilities, temperature);
        raw.emplace_back(before.begin(), before.end());
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
    const std::vector<int> patients = patientNumbers(items);
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
    if (manifest.predictionSets)
        json[u"prediction_sets"_s] = setsJson(knownCases(items), manifest);
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
