// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/cross_validation.h"

#include "core/training/checkpoint_claim.h"
#include "core/training/fold_file.h"
#include "core/training/request_checks.h"

#include "core/evaluation/json_number.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

FoldOutcome summarise(const TrainingOutcome& outcome)
{
    FoldOutcome fold;
    fold.result.images = outcome.test.overall.count;
    fold.result.accuracy = outcome.test.overall.accuracy;
    for (const ClassReport& report : outcome.test.overall.perClass)
        fold.result.aucs.push_back(report.auc.value);
    fold.result.bestEpoch = outcome.bestEpoch;
    fold.result.seconds = outcome.seconds;
    for (const ScoredItem& scored : outcome.results.test.items)
        fold.probabilities[scored.item.file] = scored.probabilities;
    fold.unreadable = outcome.unreadable;
    return fold;
}

/// Trains the fold, or takes what an earlier run kept of it.
Result<FoldOutcome> foldOutcome(const TrainingRequest& request, const QString& file,
                                const TrainingControl& control,
                                const CrossValidationObserver& observer)
{
    if (request.resume) {
        auto kept = loadFold(file, request);
        if (!kept)
            return kept.error();
        if (kept->has_value())
            return std::move(**kept);
    }
    if (observer.onFold)
        observer.onFold(request.plan.fold);
    const auto outcome = trainModel(request, control, observer.training);
    if (!outcome)
        return outcome.error();
    if (control.isStopping()) // a fold of fewer epochs than the others would spoil the comparison
        return Error{ErrorCode::Cancelled, QStringLiteral("The cross-validation was stopped."), {}};
    FoldOutcome fold = summarise(*outcome);
    if (auto saved = saveFold(file, fold, request); !saved)
        return saved.error();
    QFile::remove(request.checkpointFile); // it has served
    return fold;
}

/// The items in the data set's order, each with what its fold's model said.
TestScores pool(const Dataset& dataset, const std::vector<FoldOutcome>& folds)
{
    std::map<QString, const std::vector<float>*> probabilities;
    for (const FoldOutcome& fold : folds)
        for (const auto& [file, values] : fold.probabilities)
            probabilities[file] = &values;
    TestScores scores;
    for (const DatasetItem& item : dataset.items)
        if (const auto found = probabilities.find(item.file); found != probabilities.end())
            scores.items.push_back({item, {}, *found->second});
    return scores;
}

CrossValidation resultOf(const TrainingRequest& request, const std::vector<FoldOutcome>& folds)
{
    CrossValidation result;
    result.pooled.manifest = manifestOf(request);
    result.pooled.knowsPatients = request.dataset.knowsPatients();
    result.pooled.dataFolder = request.dataRoot;
    result.pooled.test = pool(request.dataset, folds);
    for (const FoldOutcome& fold : folds) {
        result.folds.push_back(fold.result);
        result.unreadable += fold.unreadable;
    }
    result.unreadable.removeDuplicates(); // each fold reads the whole data set
    result.pooled.test.unreadable = result.unreadable;
    return result;
}

/// Of the numbers that are known; NaN without one.
double meanOf(const std::vector<double>& values)
{
    double sum = 0;
    int count = 0;
    for (const double value : values)
        if (std::isfinite(value)) {
            sum += value;
            ++count;
        }
    return sum / count;
}

/// Of a sample, over n - 1; NaN for fewer than two.
double deviationOf(const std::vector<double>& values)
{
    const double mean = meanOf(values);
    double sum = 0;
    int count = 0;
    for (const double value : values)
        if (std::isfinite(value)) {
            sum += (value - mean) * (value - mean);
            ++count;
        }
    return count < 2 ? std::nan("") : std::sqrt(sum / (count - 1));
}

QJsonObject foldJson(const FoldResult& fold, int number, const QStringList& classes)
{
    QJsonObject aucs;
    for (qsizetype i = 0; i < classes.size(); ++i)
        aucs[classes[i]] = jsonNumber(fold.aucs[static_cast<std::size_t>(i)]);
    return {{QStringLiteral("fold"), number},
            {QStringLiteral("n"), fold.images},
            {QStringLiteral("accuracy"), jsonNumber(fold.accuracy)},
            {QStringLiteral("auc"), aucs},
            {QStringLiteral("best_epoch"), fold.bestEpoch},
            {QStringLiteral("seconds"), jsonNumber(fold.seconds)}};
}

QJsonObject overFolds(const CrossValidation& result, const QStringList& classes,
                      double (*statistic)(const std::vector<double>&))
{
    std::vector<double> accuracies;
    for (const FoldResult& fold : result.folds)
        accuracies.push_back(fold.accuracy);
    QJsonObject aucs;
    for (qsizetype i = 0; i < classes.size(); ++i) {
        std::vector<double> values;
        for (const FoldResult& fold : result.folds)
            values.push_back(fold.aucs[static_cast<std::size_t>(i)]);
        aucs[classes[i]] = jsonNumber(statistic(values));
    }
    return {{QStringLiteral("accuracy"), jsonNumber(statistic(accuracies))},
            {QStringLiteral("auc"), aucs}};
}

} // namespace

Result<CrossValidation> crossValidate(const TrainingRequest& request, const QString& workFolder,
                                      const TrainingControl& control,
                                      const CrossValidationObserver& observer)
{
    if (request.plan.folds < 2)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("A cross-validation needs at least two folds."),
                     QStringLiteral("folds")};
    const QDir folder(workFolder);
    const auto lock = claimForTraining(folder.filePath(QStringLiteral("cross-validation")));
    if (!lock)
        return lock.error();
    std::vector<FoldOutcome> folds;
    for (int fold = 0; fold < request.plan.folds; ++fold) {
        TrainingRequest part = request;
        part.plan.fold = fold;
        part.outside.reset();
        const QString stem = folder.filePath(QStringLiteral("fold-%1").arg(fold + 1));
        part.checkpointFile = stem + QStringLiteral(".checkpoint");
        auto outcome = foldOutcome(part, stem + QStringLiteral(".json"), control, observer);
        if (!outcome)
            return outcome.error();
        folds.push_back(std::move(*outcome));
    }
    return resultOf(request, folds);
}

QJsonObject foldsJson(const CrossValidation& result, const TrainingRequest& request)
{
    const QStringList& classes = request.dataset.classes;
    QJsonArray perFold;
    for (std::size_t i = 0; i < result.folds.size(); ++i)
        perFold.append(foldJson(result.folds[i], static_cast<int>(i) + 1, classes));
    return {{QStringLiteral("folds"), static_cast<int>(result.folds.size())},
            {QStringLiteral("seed"), QString::number(request.seed)},
            {QStringLiteral("recipe"), toJson(request.recipe)},
            {QStringLiteral("patients_known"), result.pooled.knowsPatients},
            {QStringLiteral("concerns"), QJsonArray::fromStringList(request.concerns)},
            {QStringLiteral("per_fold"), perFold},
            {QStringLiteral("mean"), overFolds(result, classes, meanOf)},
            {QStringLiteral("standard_deviation"), overFolds(result, classes, deviationOf)}};
}

} // namespace ccad
