// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trials/recipe_trials.h"

#include "core/base/files.h"
#include "core/training/checkpoint_claim.h"
#include "core/training/trials/cross_validation.h"
#include "core/training/trials/internal/fold_run.h"
#include "core/training/trials/internal/trial_scores.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error invalid(const QString& message, const QString& context)
{
    return {ErrorCode::InvalidArgument, message, context};
}

Result<void> checkPlan(const TrialPlan& plan)
{
    if (plan.trials.empty())
        return invalid(u"There is no trial to run: no source has images of two "
                       "classes. Name images to leave out, or to stay within."_s,
                       u"trials"_s);
    if (plan.recipes.empty() || plan.seeds < 1 || plan.folds < 2)
        return invalid(u"Trials need a recipe, at least one seed and at least two folds."_s,
                       u"plan"_s);
    return {};
}

/// The request with only the given images of the given classes, whose labels are numbered anew.
TrainingRequest restricted(const TrainingRequest& request, const std::vector<DatasetItem>& items,
                           const QStringList& classes)
{
    TrainingRequest part = request;
    part.outside.reset();
    part.fitsGate = false;
    part.dataset = {classes, {}};
    for (DatasetItem item : items) {
        const auto label = classes.indexOf(request.dataset.classes[item.label]);
        if (label < 0)
            continue;
        item.label = static_cast<int>(label);
        part.dataset.items.push_back(std::move(item));
    }
    part.classes.clear();
    for (const ModelClass& entry : request.classes)
        if (classes.contains(entry.name))
            part.classes.push_back(entry);
    if (!classes.contains(request.positiveClass))
        part.positiveClass.clear();
    part.network.classes = static_cast<int>(classes.size());
    return part;
}

/// Class names that occur among the items, in the data set's order.
template <typename Items> QStringList classesIn(const Items& items, const QStringList& classes)
{
    std::set<int> labels;
    for (const DatasetItem& item : items)
        labels.insert(item.label);
    QStringList names;
    for (const int label : labels)
        names.append(classes[label]);
    return names;
}

/// The images left out are the test side; all others are to be split.
TrainingRequest leaveOutRequest(const TrainingRequest& request, const RecipeTrial& trial,
                                int& untested)
{
    std::set<QString> patients;
    for (const DatasetItem& item : request.dataset.items)
        if (trial.files.contains(item.file))
            patients.insert(patientOf(item));
    std::vector<DatasetItem> training;
    std::vector<DatasetItem> all;
    for (DatasetItem item : request.dataset.items) {
        const bool isTested = trial.files.contains(item.file);
        if (!isTested && patients.contains(patientOf(item)))
            continue;
        item.split = isTested ? u"test"_s : QString();
        if (!isTested)
            training.push_back(item);
        all.push_back(std::move(item));
    }
    const QStringList classes = classesIn(training, request.dataset.classes);
    TrainingRequest part = restricted(request, all, classes);
    untested = static_cast<int>(all.size() - part.dataset.items.size());
    part.plan.folds = 0;
    part.plan.testMayLackClasses = true;
    return part;
}

TrainingRequest withinRequest(const TrainingRequest& request, const RecipeTrial& trial, int folds)
{
    std::vector<DatasetItem> items;
    for (const DatasetItem& item : request.dataset.items)
        if (trial.files.contains(item.file))
            items.push_back(item);
    QStringList classes = classesIn(items, request.dataset.classes);
    if (!trial.classes.isEmpty())
        classes.removeIf([&](const QString& name) { return !trial.classes.contains(name); });
    TrainingRequest part = restricted(request, items, classes);
    part.plan.folds = folds;
    return part;
}

/// The name of the folder for a trial's files; no name of a user's goes into it.
QString folderName(const RecipeTrial& trial, const TrainingRecipe& recipe)
{
    const bool leavesOut = trial.kind == RecipeTrial::Kind::LeaveOut;
    const QString words = trial.images + u'\n' + trial.classes.join(u'\n');
    return u"%1-%2-%3"_s.arg(recipe.name, leavesOut ? u"leave-out"_s : u"within"_s,
                             sha256Hex(words.toUtf8()).left(8));
}

/// Runs one trial of one recipe.
class TrialRun
{
public:
    TrialRun(const TrialPlan& plan, const TrainingControl& control, const TrialObserver& observer,
             RecipeTrials& all)
        : m_plan(plan), m_control(control), m_observer(observer), m_all(all)
    {
    }

    /// Data that do not suffice are a result, anything else is an error.
    Result<TrialResult> operator()(const TrainingRequest& request, const RecipeTrial& trial,
                                   const TrainingRecipe& recipe, const QDir& folder)
    {
        TrialResult result{trial, recipe.name, {}, 0, 0, {}, {}};
        TrainingRequest part = trial.kind == RecipeTrial::Kind::LeaveOut
            ? leaveOutRequest(request, trial, result.untested)
            : withinRequest(request, trial, m_plan.folds);
        useRecipe(recipe, part);
        result.classes = part.dataset.classes;
        if (result.classes.size() < 2) {
            result.notRun = u"There are images of fewer than two classes to learn "
                            "from."_s;
            return result;
        }
        std::vector<std::vector<ScoredItem>> seeds;
        for (int seed = 0; seed < m_plan.seeds; ++seed) {
            part.seed = request.seed + static_cast<std::uint64_t>(seed);
            auto scored = trial.kind == RecipeTrial::Kind::LeaveOut
                ? leaveOut(part, trial, recipe, seed, folder)
                : within(part, trial, recipe, seed, folder);
            if (!scored && scored.error().code == ErrorCode::DatasetUnusable) {
                result.notRun = scored.error().message;
                return result;
            }
            if (!scored)
                return scored.error();
            m_all.unreadable += scored->unreadable;
            seeds.push_back(std::move(scored->items));
        }
        result.images = static_cast<int>(seeds.front().size());
        result.scores = trialScores(seeds, result.classes, part.positiveClass);
        if (result.scores.empty())
            result.notRun = u"The images to test on are all of one class."_s;
        return result;
    }

private:
    [[nodiscard]] std::function<void(int)> starter(const RecipeTrial& trial,
                                                   const TrainingRecipe& recipe, int seed) const
    {
        return [&, seed](int fold) {
            if (m_observer.onRun)
                m_observer.onRun(trial, recipe, seed, fold);
        };
    }

    Result<TestScores> leaveOut(TrainingRequest& part, const RecipeTrial& trial,
                                const TrainingRecipe& recipe, int seed, const QDir& folder)
    {
        const QString stem = folder.filePath(u"seed-%1"_s.arg(part.seed));
        part.checkpointFile = stem + u".checkpoint"_s;
        auto run
            = runFold(part, stem + u".json"_s, m_control,
                      {[start = starter(trial, recipe, seed)] { start(-1); }, m_observer.training});
        if (!run)
            return run.error();
        TestScores scores = pooledScores(part.dataset, {*run});
        scores.unreadable = run->unreadable;
        return scores;
    }

    Result<TestScores> within(const TrainingRequest& part, const RecipeTrial& trial,
                              const TrainingRecipe& recipe, int seed, const QDir& folder)
    {
        auto folds = crossValidate(part, folder.filePath(u"seed-%1"_s.arg(part.seed)), m_control,
                                   {starter(trial, recipe, seed), m_observer.training});
        if (!folds)
            return folds.error();
        return std::move(folds->pooled.test);
    }

    const TrialPlan& m_plan;
    const TrainingControl& m_control;
    const TrialObserver& m_observer;
    RecipeTrials& m_all;
};

} // namespace

std::vector<RecipeTrial> trialsBySource(const Dataset& dataset)
{
    std::map<QString, std::vector<DatasetItem>> sources;
    for (const DatasetItem& item : dataset.items)
        if (!item.source.isEmpty())
            sources[item.source].push_back(item);
    std::vector<RecipeTrial> trials;
    for (const auto& [source, items] : sources) {
        if (classesIn(items, dataset.classes).size() < 2)
            continue;
        std::set<QString> files;
        for (const DatasetItem& item : items)
            files.insert(item.file);
        const QString words = u"source="_s + source;
        if (sources.size() > 1)
            trials.push_back({RecipeTrial::Kind::LeaveOut, words, files, {}});
        trials.push_back({RecipeTrial::Kind::Within, words, files, {}});
    }
    return trials;
}

Result<RecipeTrials> runTrials(const TrainingRequest& request, const TrialPlan& plan,
                               const QString& workFolder, const TrainingControl& control,
                               const TrialObserver& observer)
{
    if (auto checked = checkPlan(plan); !checked)
        return checked.error();
    const QDir folder(workFolder);
    const auto lock = claimForTraining(folder.filePath(u"trials"_s));
    if (!lock)
        return lock.error();
    RecipeTrials all;
    TrialRun run(plan, control, observer, all);
    for (const RecipeTrial& trial : plan.trials)
        for (const TrainingRecipe& recipe : plan.recipes) {
            auto result
                = run(request, trial, recipe, QDir(folder.filePath(folderName(trial, recipe))));
            if (!result)
                return result.error();
            all.results.push_back(std::move(*result));
        }
    all.unreadable.removeDuplicates(); // each run reads its images anew
    return all;
}

} // namespace ccad
