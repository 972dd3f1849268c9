// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/roc.h"
#include "core/training/trials/recipe_trials.h"
#include "tests/core/training/toy_training.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// Every other patient of each class is of the source "south"; their number tells the class, too.
void makeTwoSources(Dataset& dataset)
{
    for (DatasetItem& item : dataset.items)
        if (item.patient.mid(1).toInt() / 2 % 2 == 1)
            item.source = u"south"_s;
}

RecipeTrial trialOn(const Dataset& dataset, RecipeTrial::Kind kind, const QString& source)
{
    RecipeTrial trial{kind, u"source="_s + source, {}, {}};
    for (const DatasetItem& item : dataset.items)
        if (item.source == source)
            trial.files.insert(item.file);
    return trial;
}

} // namespace

class TestRecipeTrials : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TrainingRequest m_request;
    TrialPlan m_plan;

private Q_SLOTS:
    void initTestCase()
    {
        auto request = toyRequest(m_folder.filePath("toy"));
        QVERIFY(request.hasValue());
        m_request = std::move(*request);
        makeTwoSources(m_request.dataset);
        TrainingRecipe recipe = m_request.recipe;
        recipe.headEpochs = 2;
        recipe.fineTuneEpochs = 0;
        m_plan.recipes = {recipe};
        m_plan.seeds = 2;
        m_plan.folds = 2;
    }

    void leavesASourceOut()
    {
        TrialPlan plan = m_plan;
        plan.trials = {trialOn(m_request.dataset, RecipeTrial::Kind::LeaveOut, "south")};
        const auto trials = runTrials(m_request, plan, m_folder.filePath("out"));
        QVERIFY2(trials.hasValue(), trials ? "" : qPrintable(trials.error().message));
        QCOMPARE(trials->results.size(), std::size_t{1});
        const TrialResult& result = trials->results.front();
        QVERIFY2(result.notRun.isEmpty(), qPrintable(result.notRun));
        QCOMPARE(result.images, 32);
        QCOMPARE(result.scores.size(), std::size_t{1}); // of two classes the rest is the other one
        const TrialScore& score = result.scores.front();
        QCOMPARE(score.positive, u"striped"_s);
        QCOMPARE(score.negative, u"plain"_s);
        QCOMPARE(score.positives, 16);
        QCOMPARE(score.negatives, 16);
        QCOMPARE(score.patients, 16);
        QCOMPARE(score.aucs.size(), std::size_t{2});

        // What an ordinary training says that has those images as its test side.
        TrainingRequest plain = m_request;
        useRecipe(plan.recipes.front(), plain);
        for (DatasetItem& item : plain.dataset.items)
            if (item.source == u"south")
                item.split = u"test"_s;
        const auto outcome = trainModel(plain);
        QVERIFY(outcome.hasValue());
        QCOMPARE(score.aucs.front(), outcome->test.overall.perClass[1].auc.value);
    }

    void patientsOfTheTestedImagesAreNotTrainedOn()
    {
        // One image of each patient is left out, so nothing remains to learn from.
        TrialPlan plan = m_plan;
        RecipeTrial trial{RecipeTrial::Kind::LeaveOut, u"first"_s, {}, {}};
        std::set<QString> seen;
        for (const DatasetItem& item : m_request.dataset.items)
            if (seen.insert(patientOf(item)).second)
                trial.files.insert(item.file);
        plan.trials = {trial};
        const auto trials = runTrials(m_request, plan, m_folder.filePath("patients"));
        QVERIFY(trials.hasValue());
        QVERIFY(!trials->results.front().notRun.isEmpty());
        QVERIFY(trials->results.front().scores.empty());
    }

    void aClassThatTheOthersLackIsNotTested()
    {
        TrainingRequest request = m_request;
        request.dataset.classes.append(u"zebra"_s);
        request.network.classes = 3;
        int zebras = 0;
        for (DatasetItem& item : request.dataset.items)
            if (item.source == u"south" && item.label == 1 && zebras < 6) {
                item.label = 2;
                ++zebras;
            }
        TrialPlan plan = m_plan;
        plan.seeds = 1;
        plan.trials = {trialOn(request.dataset, RecipeTrial::Kind::LeaveOut, "south")};
        const auto trials = runTrials(request, plan, m_folder.filePath("zebra"));
        QVERIFY2(trials.hasValue(), trials ? "" : qPrintable(trials.error().message));
        const TrialResult& result = trials->results.front();
        QCOMPARE(result.untested, 6);
        QCOMPARE(result.images, 26);
        QCOMPARE(result.classes, (QStringList{"plain", "striped"}));
        QVERIFY(trialsText(*trials, request, plan).contains("6 images could not be tested"));
    }

    void staysWithinASource()
    {
        TrialPlan plan = m_plan;
        plan.trials = {trialOn(m_request.dataset, RecipeTrial::Kind::Within, "north")};
        std::vector<std::pair<int, int>> runs;
        TrialObserver observer;
        observer.onRun = [&](const RecipeTrial&, const TrainingRecipe&, int seed, int fold) {
            runs.emplace_back(seed, fold);
        };
        TrainingRequest request = m_request;
        request.resume = true;
        const QString work = m_folder.filePath("within");
        const auto trials = runTrials(request, plan, work, {}, observer);
        QVERIFY2(trials.hasValue(), trials ? "" : qPrintable(trials.error().message));
        QCOMPARE(runs, (std::vector<std::pair<int, int>>{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
        QCOMPARE(trials->results.front().images, 32);
        QCOMPARE(trials->results.front().scores.front().aucs.size(), std::size_t{2});

        runs.clear();
        plan.seeds = 3; // what is there is not trained again
        const auto more = runTrials(request, plan, work, {}, observer);
        QVERIFY(more.hasValue());
        QCOMPARE(runs, (std::vector<std::pair<int, int>>{{2, 0}, {2, 1}}));
        const auto& aucs = more->results.front().scores.front().aucs;
        QCOMPARE(aucs.size(), std::size_t{3});
        QCOMPARE(aucs[0], trials->results.front().scores.front().aucs[0]);
        QCOMPARE(aucs[1], trials->results.front().scores.front().aucs[1]);
    }

    void anInterruptedRunGivesTheSameInTheEnd()
    {
        TrialPlan plan = m_plan;
        plan.trials = trialsBySource(m_request.dataset);
        QCOMPARE(plan.trials.size(), std::size_t{4}); // both sources, both kinds
        TrainingRequest request = m_request;
        request.resume = true;
        const TrainingControl control;
        TrialObserver stopper;
        stopper.onRun = [&](const RecipeTrial& trial, const TrainingRecipe&, int seed, int) {
            if (trial.kind == RecipeTrial::Kind::Within && seed == 1)
                control.cancel();
        };
        const auto stopped
            = runTrials(request, plan, m_folder.filePath("stopped"), control, stopper);
        QVERIFY(!stopped.hasValue());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        const auto resumed = runTrials(request, plan, m_folder.filePath("stopped"));
        QVERIFY(resumed.hasValue());
        const auto whole = runTrials(m_request, plan, m_folder.filePath("whole"));
        QVERIFY(whole.hasValue());
        QCOMPARE(trialsJson(*resumed, request, plan), trialsJson(*whole, m_request, plan));
        QVERIFY(trialsText(*whole, m_request, plan).contains("source=south left out"));
    }

    void whatCannotBeTriedIsAResult()
    {
        TrialPlan plan = m_plan;
        plan.folds = 50; // more than there are patients
        plan.trials = {trialOn(m_request.dataset, RecipeTrial::Kind::Within, "north")};
        const auto trials = runTrials(m_request, plan, m_folder.filePath("many"));
        QVERIFY2(trials.hasValue(), trials ? "" : qPrintable(trials.error().message));
        QVERIFY(trials->results.front().notRun.contains("more patients"));
        QVERIFY(trialsText(*trials, m_request, plan).contains("no result"));

        plan.trials.clear();
        QCOMPARE(runTrials(m_request, plan, m_folder.filePath("none")).error().code,
                 ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestRecipeTrials)
#include "test_recipe_trials.moc"
