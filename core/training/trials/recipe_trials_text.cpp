// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_number.h"
#include "core/base/markdown.h"
#include "core/statistics/interval_json.h"
#include "core/statistics/interval_text.h"
#include "core/statistics/spread.h"
#include "core/training/trials/recipe_trials.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QJsonObject scoreJson(const TrialScore& score)
{
    QJsonArray aucs;
    for (const double auc : score.aucs)
        aucs.append(jsonNumber(auc));
    QJsonObject json{
        {u"positive"_s, score.positive},
        {u"negative"_s, score.negative.isEmpty() ? QJsonValue() : QJsonValue(score.negative)},
        {u"positives"_s, score.positives},
        {u"negatives"_s, score.negatives},
        {u"patients"_s, score.patients},
        {u"auc"_s, aucs},
        {u"mean"_s, jsonNumber(meanOf(score.aucs))},
        {u"standard_deviation"_s, jsonNumber(deviationOf(score.aucs))},
        {u"lowest"_s, jsonNumber(lowestOf(score.aucs))},
        {u"highest"_s, jsonNumber(highestOf(score.aucs))}};
    writeInterval(score.averaged, u"averaged"_s, json);
    return json;
}

QJsonObject resultJson(const TrialResult& result)
{
    QJsonArray scores;
    for (const TrialScore& score : result.scores)
        scores.append(scoreJson(score));
    const bool leavesOut = result.trial.kind == RecipeTrial::Kind::LeaveOut;
    return {{u"kind"_s, leavesOut ? u"leave_out"_s : u"within"_s},
            {u"images"_s, result.trial.images},
            {u"recipe"_s, result.recipe},
            {u"classes"_s, QJsonArray::fromStringList(result.classes)},
            {u"n"_s, result.images},
            {u"untested"_s, result.untested},
            {u"not_run"_s, result.notRun},
            {u"scores"_s, scores}};
}

QString testName(const RecipeTrial& trial)
{
    return trial.kind == RecipeTrial::Kind::LeaveOut ? u"%1 left out"_s.arg(trial.images)
                                                     : u"within %1"_s.arg(trial.images);
}

QString questionOf(const TrialScore& score)
{
    return u"%1 against %2"_s.arg(score.positive,
                                  score.negative.isEmpty() ? u"the rest"_s : score.negative);
}

QString scoreRow(const TrialResult& result, const TrialScore& score)
{
    return tableRow({testName(result.trial), questionOf(score), result.recipe,
                     u"%1 + %2"_s.arg(score.positives).arg(score.negatives),
                     QString::number(score.patients), figure(meanOf(score.aucs)),
                     figure(deviationOf(score.aucs)),
                     range(lowestOf(score.aucs), highestOf(score.aucs)),
                     figure(score.averaged.value), range(score.averaged.low, score.averaged.high)});
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
    QString text = tableHead({u"test"_s, u"question"_s, u"recipe"_s, u"images"_s, u"patients"_s,
                              u"AUC, mean"_s, u"standard deviation"_s, u"range over seeds"_s,
                              u"AUC of the seeds' mean"_s, u"95 % by patient"_s},
                             TableRule::Wide);
    for (std::size_t first = 0; first < results.size(); first += recipes)
        text += trialRows(results, first, std::min(first + recipes, results.size()));
    return text + u'\n';
}

QString whatWasRun(const TrainingRequest& request, const TrialPlan& plan)
{
    QStringList recipes;
    for (const TrainingRecipe& recipe : plan.recipes)
        recipes.append(u"\"%1\" (%2 epochs of the head, %3 of all layers)"_s.arg(recipe.name)
                           .arg(recipe.headEpochs)
                           .arg(recipe.fineTuneEpochs));
    return u"Tests in which the disease cannot be read off where an image comes from. Recipes: "
           "%1, each with %2 seeds from %3 on, which change the split, the start and the "
           "order. \"Left out\": trained on all other images, without the patients of those, "
           "and tested on them. \"Within\": cross-validation by patient (%4 folds) on those "
           "images alone. Two classes are told apart by p(a) / (p(a) + p(b)), a class and the "
           "rest by its probability. Mean, standard deviation and range are of the AUCs of "
           "the single seeds; the interval is a bootstrap over patients of the AUC of the "
           "seeds' mean probabilities. "_s.arg(recipes.join(u"; "_s))
               .arg(plan.seeds)
               .arg(request.seed)
               .arg(plan.folds)
        + (request.dataset.knowsPatients()
               ? QString()
               : u"**Some images name no patient and count as one each, so that "
                 "results may be too good.** "_s)
        + u"%1 images, fingerprint `%2`.\n\n"_s.arg(request.dataset.items.size())
              .arg(datasetFingerprint(request.dataset));
}

QString notes(const RecipeTrials& trials)
{
    QString text;
    for (const TrialResult& result : trials.results) {
        const QString about
            = u"- %1, recipe %2: "_s.arg(literal(testName(result.trial)), literal(result.recipe));
        if (!result.notRun.isEmpty())
            text += about + u"no result. %1\n"_s.arg(literal(result.notRun));
        else if (result.untested > 0)
            text += about
                + u"%1 images could not be tested, since their class occurs nowhere "
                  "else.\n"_s.arg(result.untested);
    }
    if (!trials.unreadable.isEmpty())
        text
            += u"- %1 files could not be read and were left out.\n"_s.arg(trials.unreadable.size());
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
    return {{u"data_fingerprint"_s, datasetFingerprint(request.dataset)},
            {u"patients_known"_s, request.dataset.knowsPatients()},
            {u"concerns"_s, QJsonArray::fromStringList(request.concerns)},
            {u"first_seed"_s, QString::number(request.seed)},
            {u"seeds"_s, plan.seeds},
            {u"folds"_s, plan.folds},
            {u"recipes"_s, recipes},
            {u"input_size"_s, request.network.inputSize},
            {u"trials"_s, results},
            {u"unreadable"_s, trials.unreadable.size()}};
}

QString trialsText(const RecipeTrials& trials, const TrainingRequest& request,
                   const TrialPlan& plan)
{
    return whatWasRun(request, plan) + table(trials.results, plan.recipes.size()) + notes(trials);
}

} // namespace ccad
