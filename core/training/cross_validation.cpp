// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/cross_validation.h"

#include "core/training/checkpoint_claim.h"
#include "core/training/fold_run.h"
#include "core/training/request_checks.h"
#include "core/training/spread.h"

#include "core/evaluation/json_number.h"

#include <QDir>
#include <QJsonArray>

namespace ccad {

namespace {

CrossValidation resultOf(const TrainingRequest& request, const std::vector<FoldOutcome>& folds)
{
    CrossValidation result;
    result.pooled.manifest = manifestOf(request);
    result.pooled.knowsPatients = request.dataset.knowsPatients();
    result.pooled.dataFolder = request.dataRoot;
    result.pooled.test = pooledScores(request.dataset, folds);
    for (const FoldOutcome& fold : folds) {
        result.folds.push_back(fold.result);
        result.unreadable += fold.unreadable;
    }
    result.unreadable.removeDuplicates(); // each fold reads the whole data set
    result.pooled.test.unreadable = result.unreadable;
    return result;
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
        part.fitsGate = false;
        const QString stem = folder.filePath(QStringLiteral("fold-%1").arg(fold + 1));
        part.checkpointFile = stem + QStringLiteral(".checkpoint");
        auto outcome = runFold(part, stem + QStringLiteral(".json"), control,
                               {[&, fold] {
                                    if (observer.onFold)
                                        observer.onFold(fold);
                                },
                                observer.training});
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
