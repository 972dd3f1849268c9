// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trials/internal/fold_run.h"

#include <QFile>

using namespace Qt::StringLiterals;

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

} // namespace

Result<FoldOutcome> runFold(const TrainingRequest& request, const QString& file,
                            const TrainingControl& control, const FoldObserver& observer)
{
    if (request.resume) {
        auto kept = loadFold(file, request);
        if (!kept)
            return kept.error();
        if (kept->has_value())
            return std::move(**kept);
    }
    if (observer.onStart)
        observer.onStart();
    const auto outcome = trainModel(request, control, observer.training);
    if (!outcome)
        return outcome.error();
    if (control.isStopping()) // fewer epochs than the others would spoil the comparison
        return Error{ErrorCode::Cancelled, u"The cross-validation was stopped."_s, {}};
    FoldOutcome fold = summarise(*outcome);
    if (auto saved = saveFold(file, fold, request); !saved)
        return saved.error();
    QFile::remove(request.checkpointFile); // it has served
    return fold;
}

TestScores pooledScores(const Dataset& dataset, const std::vector<FoldOutcome>& folds)
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

} // namespace ccad
