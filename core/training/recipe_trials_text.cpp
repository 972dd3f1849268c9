// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/recipe_trials.h"

#include "core/training/markdown.h"
#include "core/training/spread.h"

#include "core/evaluation/json_number.h"

#include <QJsonArray>

#include <algorithm>

namespace ccad {

namespace {

QJsonObject scoreJson(const TrialScore& score)
{
    QJsonArray aucs;
    double lowest = std::nan("");
    double highest = std::nan("");
    for (const double auc : score.aucs) {
        aucs.append(jsonNumber(auc));
        lowest = std::fmin(lowest, auc); // of the numbers that are known
        highest = std::fmax(highest, auc);
    }
    return {{QStringLiteral("positive"), score.positive},
            {QStringLiteral("negative"),
             score.negative.isEmpty() ? QJsonValue() : QJsonValue(score.negative)},
            {QStringLiteral("positives"), score.positives},
            {QStringLiteral("negatives"), score.negatives},
            {QStringLiteral("patients"), score.patients},
            {QStringLiteral("auc"), aucs},
            {QStringLiteral("mean"), jsonNumber(meanOf(score.aucs))},
            {QStringLiteral("standard_deviation"), jsonNumber(deviationOf(score.aucs))},
            {QStringLiteral("lowest"), jsonNumber(lowest)},
            {QStringLiteral("highest"), jsonNumber(highest)},
            {QStringLiteral("averaged"), jsonNumber(score.averaged.value)},
            {QStringLiteral("averaged_low"), jsonNumber(score.averaged.low)},
            {QStringLiteral("averaged_high"), jsonNumber(score.averaged.high)}};
}

QJsonObject resultJson(const TrialResult& result)
{
    QJsonArray scores;
    for (const TrialScore& score : result.scores)
        scores.append(scoreJson(score));
    const bool leavesOut = result.trial.kind == RecipeTrial::Kind::LeaveOut;
    return {{QStringLiteral("kind"),
             leavesOut ? QStringLiteral("leave_out") : QStringLiteral("within")},
            {QStringLiteral("images"), result.trial.images},
            {QStringLiteral("recipe"), result.recipe},
            {QStringLiteral("classes"), QJsonArray::fromStringList(result.classes)},
            {QStringLiteral("n"), result.images},
            {QStringLiteral("untested"), result.untested},
            {QStringLiteral("not_run"), result.notRun},
            {QStringLiteral("scores"), scores}};
}

QString testName(const RecipeTrial& trial)
{
    return trial.kind == RecipeTrial::Kind::LeaveOut
        ? QStringLiteral("%1 left out").arg(trial.images)
        : QStringLiteral("within %1").arg(trial.images);
}

QString questionOf(const TrialScore& score)
{
    return QStringLiteral("%1 against %2")
        .arg(score.positive,
             score.negative.isEmpty() ? QStringLiteral("the rest") : score.negative);
}

QString scoreRow(const TrialResult& result, const TrialScore& score)
{
    const QJsonObject json = scoreJson(score);
    return tableRow({cell(testName(result.trial)), cell(questionOf(score)), cell(result.recipe),
                     QStringLiteral("%1 + %2").arg(score.positives).arg(score.negatives),
                     QString::number(score.patients), figure(json[QStringLiteral("mean")]),
                     figure(json[QStringLiteral("standard_deviation")]),
                     range(json, "lowest", "highest"), figure(json[QStringLiteral("averaged")]),
                     range(json, "averaged_low", "averaged_high")});
}

/// The results of one trial, recipes of one question below each other.
QString trialRows(const std::vector<TrialResult>& results, std::size_t first, std::size_t end)
{
    QString text;
    QStringList asked;
    for (std::size_t i = first; i < end; ++i)
        for (const TrialScore& score : results[i].scores) {
            const QString question = questionOf(score);
            if (asked.contains(question))
                continue;
            asked.append(question);
            for (std::size_t other = i; other < end; ++other)
                for (const TrialScore& same : results[other].scores)
                    if (questionOf(same) == question)
                        text += scoreRow(results[other], same);
        }
    return text;
}

QString table(const std::vector<TrialResult>& results, std::size_t recipes)
{
    QString text = tableHead(
        {QStringLiteral("test"), QStringLiteral("question"), QStringLiteral("recipe"),
         QStringLiteral("images"), QStringLiteral("patients"), QStringLiteral("AUC, mean"),
         QStringLiteral("standard deviation"), QStringLiteral("range over seeds"),
         QStringLiteral("AUC of the seeds' mean"), QStringLiteral("95 % by patient")});
    for (std::size_t first = 0; first < results.size(); first += recipes)
        text += trialRows(results, first, std::min(first + recipes, results.size()));
    return text + u'\n';
}

QString whatWasRun(const TrainingRequest& request, const TrialPlan& plan)
{
    QStringList recipes;
    for (const TrainingRecipe& recipe : plan.recipes)
        recipes.append(QStringLiteral("\"%1\" (%2 epochs of the head, %3 of all layers)")
                           .arg(recipe.name)
                           .arg(recipe.headEpochs)
                           .arg(recipe.fineTuneEpochs));
    return QStringLiteral(
               "Tests in which the disease cannot be read off where an image comes from. Recipes: "
               "%1, each with %2 seeds from %3 on, which change the split, the start and the "
               "order. \"Left out\": trained on all other images, without the patients of those, "
               "and tested on them. \"Within\": cross-validation by patient (%4 folds) on those "
               "images alone. Two classes are told apart by p(a) / (p(a) + p(b)), a class and the "
               "rest by its probability. Mean, standard deviation and range are of the AUCs of "
               "the single seeds; the interval is a bootstrap over patients of the AUC of the "
               "seeds' mean probabilities. ")
               .arg(recipes.join(QStringLiteral("; ")))
               .arg(plan.seeds)
               .arg(request.seed)
               .arg(plan.folds)
        + (request.dataset.knowsPatients()
               ? QString()
               : QStringLiteral("**Some images name no patient and count as one each, so that "
                                "results may be too good.** "))
        + QStringLiteral("%1 images, fingerprint `%2`.\n\n")
              .arg(request.dataset.items.size())
              .arg(datasetFingerprint(request.dataset));
}

QString notes(const RecipeTrials& trials)
{
    QString text;
    for (const TrialResult& result : trials.results) {
        const QString about
            = QStringLiteral("- %1, recipe %2: ").arg(testName(result.trial), result.recipe);
        if (!result.notRun.isEmpty())
            text += about + QStringLiteral("no result. %1\n").arg(result.notRun);
        else if (result.untested > 0)
            text += about
                + QStringLiteral("%1 images could not be tested, since their class occurs nowhere "
                                 "else.\n")
                      .arg(result.untested);
    }
    if (!trials.unreadable.isEmpty())
        text += QStringLiteral("- %1 files could not be read and were left out.\n")
                    .arg(trials.unreadable.size());
    return text;
}

} // namespace

QJsonObject trialsJson(const RecipeTrials& trials, const TrainingRequest& request,
                       const TrialPlan& plan)
{
    QJsonArray results;
    for (const TrialResult& result : trials.results)
        results.append(resultJson(result));
    QJsonArray recipes;
    for (const TrainingRecipe& recipe : plan.recipes)
        recipes.append(toJson(recipe));
    return {{QStringLiteral("data_fingerprint"), datasetFingerprint(request.dataset)},
            {QStringLiteral("patients_known"), request.dataset.knowsPatients()},
            {QStringLiteral("concerns"), QJsonArray::fromStringList(request.concerns)},
            {QStringLiteral("first_seed"), QString::number(request.seed)},
            {QStringLiteral("seeds"), plan.seeds},
            {QStringLiteral("folds"), plan.folds},
            {QStringLiteral("recipes"), recipes},
            {QStringLiteral("input_size"), request.network.inputSize},
            {QStringLiteral("trials"), results},
            {QStringLiteral("unreadable"), trials.unreadable.size()}};
}

QString trialsText(const RecipeTrials& trials, const TrainingRequest& request,
                   const TrialPlan& plan)
{
    return whatWasRun(request, plan) + table(trials.results, plan.recipes.size()) + notes(trials);
}

} // namespace ccad
