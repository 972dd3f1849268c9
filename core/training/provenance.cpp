// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/metrics_json.h"
#include "core/training/model_card.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QJsonObject resultsJson(const TestScores& scores, const ModelManifest& manifest)
{
    QJsonObject json = metricsJson(scores.items, manifest);
    json[u"by_source"_s] = metricsByGroup(scores.items, manifest);
    return json;
}

QJsonArray imagesJson(const DataSummary& data)
{
    QJsonArray images;
    for (const auto& [key, count] : data.images)
        images.append(QJsonObject{{u"side"_s, std::get<0>(key)},
                                  {u"source"_s, std::get<1>(key)},
                                  {u"class"_s, std::get<2>(key)},
                                  {u"images"_s, count}});
    return images;
}

QJsonObject planJson(const SplitPlan& plan)
{
    QJsonObject json{{u"validation"_s, plan.validation}};
    if (plan.folds == 0) {
        json[u"test"_s] = plan.test;
    } else {
        json[u"folds"_s] = plan.folds;
        json[u"fold"_s] = plan.fold;
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
            ++summary.images[{side, item.source.isEmpty() ? u"unknown"_s : item.source,
                              dataset.classes[item.label]}];
    };
    count(u"training"_s, split.training.items);
    count(u"validation"_s, split.validation.items);
    count(u"test"_s, split.test.items);
    for (const DatasetItem& item : dataset.items)
        ++summary.licenses[item.license.trimmed().isEmpty() ? u"not stated"_s : item.license];
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
        {u"data_fingerprint"_s, data.fingerprint},
        {u"patients_known"_s, data.knowsPatients},
        {u"concerns"_s, QJsonArray::fromStringList(request.concerns)},
        {u"data"_s, imagesJson(data)},
        {u"unreadable"_s, outcome.unreadable.size()},
        {u"licences"_s, licences},
        {u"split"_s, planJson(request.plan)},
        {u"recipe"_s, toJson(request.recipe)},
        {u"seed"_s, QString::number(request.seed)}, // 64 bits do not fit JSON's numbers
        {u"best_epoch"_s, outcome.bestEpoch},
        {u"stopped_early"_s, outcome.stoppedEarly},
        {u"curves"_s, toJson(outcome.results.curve)},
        {u"test"_s, resultsJson(outcome.results.test, manifest)},
    };
    if (outcome.results.outside)
        json[u"outside"_s] = resultsJson(*outcome.results.outside, manifest);
    return json;
}

} // namespace ccad
