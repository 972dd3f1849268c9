// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trials/cross_validation.h"

#include "core/base/json_number.h"
#include "core/base/open_folder.h"
#include "core/statistics/spread.h"
#include "core/training/checkpoint_claim.h"
#include "core/training/request_checks.h"
#include "core/training/trials/internal/fold_run.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

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
    return {{u"fold"_s, number},
            {u"n"_s, fold.images},
            {u"accuracy"_s, jsonNumber(fold.accuracy)},
            {u"auc"_s, aucs},
            {u"best_epoch"_s, fold.bestEpoch},
            {u"seconds"_s, jsonNumber(fold.seconds)}};
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
    return {{u"accuracy"_s, jsonNumber(statistic(accuracies))}, {u"auc"_s, aucs}};
}

} // namespace

Result<CrossValidation> crossValidate(const TrainingRequest& request, const QString& workFolder,
                                      const TrainingControl& control,
                                      const CrossValidationObserver& observer)
{
    if (request.plan.folds < 2)
        return Error{ErrorCode::InvalidArgument, u"A cross-validation needs at least two folds."_s,
                     u"folds"_s};
    const QDir folder(workFolder);
    const auto lock = claimForTraining(folder.filePath(u"cross-validation"_s));
    if (!lock)
        return lock.error();
    std::vector<FoldOutcome> folds;
    for (int fold = 0; fold < request.plan.folds; ++fold) {
        TrainingRequest part = request;
        part.plan.fold = fold;
        part.outside.reset();
        part.fitsGate = false;
        const QString stem = folder.filePath(u"fold-%1"_s.arg(fold + 1));
        part.checkpointFile = stem + u".checkpoint"_s;
        auto outcome = runFold(part, stem + u".json"_s, control,
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

void forgetFolds(const QString& workFolder)
{
    static const QRegularExpression own(
        u"^(fold-[0-9]+[.](json|checkpoint)|cross-validation)([.]lock)?$"_s);
    const auto folder = OpenFolder::open(workFolder);
    const auto names = folder ? folder->names() : Result<std::vector<QByteArray>>(folder.error());
    if (!names)
        return;
    for (const QByteArray& name : *names)
        if (own.match(QFile::decodeName(name)).hasMatch())
            (void)folder->removeFile(name);
    (void)QDir().rmdir(workFolder); // only an empty one
}

QJsonObject foldsJson(const CrossValidation& result, const TrainingRequest& request)
{
    const QStringList& classes = request.dataset.classes;
    QJsonArray perFold;
    for (std::size_t i = 0; i < result.folds.size(); ++i)
        perFold.append(foldJson(result.folds[i], static_cast<int>(i) + 1, classes));
    return {{u"folds"_s, static_cast<int>(result.folds.size())},
            {u"seed"_s, QString::number(request.seed)},
            {u"recipe"_s, toJson(request.recipe)},
            {u"patients_known"_s, result.pooled.knowsPatients},
            {u"concerns"_s, QJsonArray::fromStringList(request.concerns)},
            {u"per_fold"_s, perFold},
            {u"mean"_s, overFolds(result, classes, meanOf)},
            {u"standard_deviation"_s, overFolds(result, classes, deviationOf)}};
}

} // namespace ccad
