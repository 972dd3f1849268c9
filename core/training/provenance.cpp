// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_card.h"

#include "core/evaluation/metrics_json.h"

#include <QJsonArray>

namespace ccad {

namespace {

QJsonObject resultsJson(const TestScores& scores, const ModelManifest& manifest)
{
    QJsonObject json = metricsJson(scores.items, manifest);
    json[QStringLiteral("by_source")] = metricsByGroup(scores.items, manifest);
    return json;
}

QJsonArray imagesJson(const DataSummary& data)
{
    QJsonArray images;
    for (const auto& [key, count] : data.images)
        images.append(QJsonObject{{QStringLiteral("side"), std::get<0>(key)},
                                  {QStringLiteral("source"), std::get<1>(key)},
                                  {QStringLiteral("class"), std::get<2>(key)},
                                  {QStringLiteral("images"), count}});
    return images;
}

QJsonObject planJson(const SplitPlan& plan)
{
    QJsonObject json{{QStringLiteral("validation"), plan.validation}};
    if (plan.folds == 0) {
        json[QStringLiteral("test")] = plan.test;
    } else {
        json[QStringLiteral("folds")] = plan.folds;
        json[QStringLiteral("fold")] = plan.fold;
    }
    return json;
}

} // namespace

DataSummary summarise(const Dataset& dataset, const PatientSplit& split)
{
    DataSummary summary;
    summary.fingerprint = datasetFingerprint(dataset);
    summary.knowsPatients = dataset.knowsPatients();
    const auto count = [&](const QString& side, const std::vector<DatasetItem>& items) {
        for (const DatasetItem& item : items)
            ++summary.images[{side, item.source.isEmpty() ? QStringLiteral("unknown") : item.source,
                              dataset.classes[item.label]}];
    };
    count(QStringLiteral("training"), split.training.items);
    count(QStringLiteral("validation"), split.validation.items);
    count(QStringLiteral("test"), split.test.items);
    for (const DatasetItem& item : dataset.items)
        ++summary.licenses[item.license.trimmed().isEmpty() ? QStringLiteral("not stated")
                                                            : item.license];
    return summary;
}

QJsonObject provenanceOf(const TrainingRequest& request, const DataSummary& data,
                         const TrainingOutcome& outcome)
{
    QJsonObject licences;
    for (const auto& [licence, count] : data.licenses)
        licences[licence] = count;
    const ModelManifest& manifest = outcome.package.manifest;
    QJsonObject json{
        {QStringLiteral("data_fingerprint"), data.fingerprint},
        {QStringLiteral("patients_known"), data.knowsPatients},
        {QStringLiteral("concerns"), QJsonArray::fromStringList(request.concerns)},
        {QStringLiteral("data"), imagesJson(data)},
        {QStringLiteral("unreadable"), outcome.unreadable.size()},
        {QStringLiteral("licences"), licences},
        {QStringLiteral("split"), planJson(request.plan)},
        {QStringLiteral("recipe"), toJson(request.recipe)},
        {QStringLiteral("seed"),
         QString::number(request.seed)}, // 64 bits do not fit JSON's numbers
        {QStringLiteral("best_epoch"), outcome.bestEpoch},
        {QStringLiteral("stopped_early"), outcome.stoppedEarly},
        {QStringLiteral("curves"), toJson(outcome.results.curve)},
        {QStringLiteral("test"), resultsJson(outcome.results.test, manifest)},
    };
    if (outcome.results.outside)
        json[QStringLiteral("outside")] = resultsJson(*outcome.results.outside, manifest);
    return json;
}

} // namespace ccad
