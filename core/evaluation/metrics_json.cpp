// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/metrics_json.h"

#include "core/evaluation/json_number.h"
#include "core/evaluation/model_results.h"
#include "core/metrics/bootstrap.h"
#include "core/metrics/curves.h"
#include "core/metrics/wilson.h"

#include <QJsonArray>

#include <algorithm>
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

QJsonObject classJson(const ClassReport& report, const ClassScores& scores,
                      const ModelManifest& manifest, int classIndex)
{
    const bool hasThreshold = classIndex == manifest.positiveClass;
    const Interval byPatient = bootstrapAuc(scores.scores, scores.positive, scores.patients,
                                            bootstrapSeed, bootstrapDraws);
    return {
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
        {QStringLiteral("ece"), jsonNumber(report.expectedCalibrationError)},
        {QStringLiteral("confusion"), toJson(report.confusion)},
        {QStringLiteral("per_class"), perClass},
    };
    addAccuracy(json, report, items, patients);
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
