// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trials/cross_validation.h"
#include "tests/core/training/toy_training.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestCrossValidation : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TrainingRequest m_request;

private Q_SLOTS:
    void initTestCase()
    {
        auto request = toyRequest(m_folder.filePath("toy"));
        QVERIFY(request.hasValue());
        m_request = std::move(*request);
        m_request.recipe.headEpochs = 2;
        m_request.recipe.fineTuneEpochs = 1;
        m_request.plan.folds = 4;
    }

    void poolsWhatEachFoldSaidOfItsTestSide()
    {
        const auto result = crossValidate(m_request, m_folder.filePath("work"));
        QVERIFY2(result.hasValue(), result ? "" : qPrintable(result.error().message));
        QCOMPARE(result->folds.size(), std::size_t{4});
        QCOMPARE(result->pooled.test.items.size(), m_request.dataset.items.size());
        for (std::size_t i = 0; i < m_request.dataset.items.size(); ++i)
            QCOMPARE(result->pooled.test.items[i].item.file, m_request.dataset.items[i].file);

        TrainingRequest third = m_request;
        third.plan.fold = 2;
        const auto outcome = trainModel(third);
        QVERIFY(outcome.hasValue());
        QCOMPARE(result->folds[2].images, outcome->test.overall.count);
        QCOMPARE(result->folds[2].accuracy, outcome->test.overall.accuracy);
        QCOMPARE(result->folds[2].aucs[1], outcome->test.overall.perClass[1].auc.value);
        std::map<QString, std::vector<float>> pooled;
        for (const ScoredItem& scored : result->pooled.test.items)
            pooled[scored.item.file] = scored.probabilities;
        for (const ScoredItem& scored : outcome->results.test.items)
            QCOMPARE(pooled[scored.item.file], scored.probabilities);
    }

    void figuresOverFolds()
    {
        CrossValidation result;
        result.folds = {{10, 0.8, {0.7, 0.9}, 1, 2.0},
                        {10, 1.0, {0.9, std::nan("")}, 1, 2.0},
                        {10, 0.9, {0.8, 1.0}, 1, 2.0}};
        const QJsonObject json = foldsJson(result, m_request);
        const auto mean = json[u"mean"_s].toObject();
        const auto deviation = json[u"standard_deviation"_s].toObject();
        const QString second = m_request.dataset.classes[1];
        QCOMPARE(mean[u"accuracy"_s].toDouble(), 0.9);
        QVERIFY(std::abs(deviation[u"accuracy"_s].toDouble() - 0.1) < 1e-12);
        QCOMPARE(mean[u"auc"_s][second].toDouble(), 0.95); // of the two known ones
        QVERIFY(std::abs(deviation[u"auc"_s][second].toDouble() - std::sqrt(0.005)) < 1e-12);
        QVERIFY(json[u"per_fold"_s][1][u"auc"_s][second].isNull());
    }

    void aFoldThatIsDoneIsNotTrainedAgain()
    {
        const QString work = m_folder.filePath("interrupted");
        TrainingRequest request = m_request;
        request.resume = true;
        const TrainingControl control;
        CrossValidationObserver stopper;
        stopper.onFold = [&](int fold) {
            if (fold == 2)
                control.cancel();
        };
        const auto stopped = crossValidate(request, work, control, stopper);
        QVERIFY(!stopped.hasValue());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);

        std::vector<int> trained;
        CrossValidationObserver observer;
        observer.onFold = [&](int fold) { trained.push_back(fold); };
        const auto result = crossValidate(request, work, {}, observer);
        QVERIFY2(result.hasValue(), result ? "" : qPrintable(result.error().message));
        QCOMPARE(trained, (std::vector<int>{2, 3}));
        const auto undisturbed = crossValidate(m_request, m_folder.filePath("again"));
        QVERIFY(undisturbed.hasValue());
        for (std::size_t i = 0; i < result->pooled.test.items.size(); ++i)
            QCOMPARE(result->pooled.test.items[i].probabilities,
                     undisturbed->pooled.test.items[i].probabilities);

        request.seed = 5; // another request: nothing of it is kept
        trained.clear();
        QVERIFY(crossValidate(request, work, {}, observer).hasValue());
        QCOMPARE(trained.size(), std::size_t{4});
    }

    void aBrokenFoldIsNamed()
    {
        TrainingRequest request = m_request;
        request.resume = true;
        QVERIFY(QDir().mkpath(m_folder.filePath("torn")));
        const QString file = m_folder.filePath("torn/fold-1.json");
        QVERIFY(writeFileAtomically(file, "{\"finger").hasValue());
        const auto result = crossValidate(request, m_folder.filePath("torn"));
        QVERIFY(!result.hasValue());
        QCOMPARE(result.error().code, ErrorCode::FileBroken);
        QVERIFY(result.error().message.contains(file));
    }

    void oneFoldIsNone()
    {
        TrainingRequest request = m_request;
        request.plan.folds = 1;
        QCOMPARE(crossValidate(request, m_folder.filePath("one")).error().code,
                 ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestCrossValidation)
#include "test_cross_validation.moc"
