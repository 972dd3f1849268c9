// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/gate.h"
#include "tests/core/training/toy_training.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ccad;
using namespace ccad::test;

/// The gate that a training ends with.
class TestTrainedGate : public QObject
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
        m_request.recipe.fineTuneEpochs = 0;
        m_request.fitsGate = true;
    }

    void aTrainingEndsWithAGate()
    {
        TrainingProgress last;
        TrainingObserver observer;
        observer.onProgress = [&](const TrainingProgress& now) { last = now; };
        const auto outcome = trainModel(m_request, {}, observer);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        QCOMPARE(static_cast<int>(last.step), static_cast<int>(TrainingProgress::Step::Gate));
        QVERIFY(last.done > 0);
        QVERIFY(!outcome->package.gate.isEmpty());
        const QString& card = outcome->package.card;
        QVERIFY(card.contains("## Gate\n"));
        QVERIFY(card.contains("of 40 training images"));
        QVERIFY(card.indexOf("## Gate") < card.indexOf("## What it cannot do"));

        const QString folder = m_folder.filePath("package");
        QVERIFY(saveModelPackage(outcome->package, folder).hasValue());
        const auto classifier = Classifier::load(folder);
        QVERIFY2(classifier.hasValue(), classifier ? "" : qPrintable(classifier.error().message));
        QVERIFY((*classifier)->gate() != nullptr);

        const auto again = trainModel(m_request);
        QVERIFY(again.hasValue());
        QVERIFY(again->package.gate == outcome->package.gate);
        QCOMPARE(again->package.card.section("## Gate", 1),
                 outcome->package.card.section("## Gate", 1));
    }

    void tooFewImagesMakeNone()
    {
        TrainingRequest request = m_request;
        request.plan.validation = 0.1; // six images
        const auto outcome = trainModel(request);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        QVERIFY(outcome->package.gate.isEmpty());
        QVERIFY(outcome->package.card.contains("There is no gate"));
        QVERIFY(outcome->package.card.contains("A gate needs 10 readable validation images"));
    }

    void itCanBeLeftOut()
    {
        TrainingRequest request = m_request;
        request.fitsGate = false;
        const auto outcome = trainModel(request);
        QVERIFY(outcome.hasValue());
        QVERIFY(outcome->package.gate.isEmpty());
        QVERIFY(!outcome->package.card.contains("## Gate"));
    }

    void itCanBeCancelled()
    {
        const TrainingControl control;
        TrainingObserver observer;
        observer.onProgress = [&](const TrainingProgress& now) {
            if (now.step == TrainingProgress::Step::Gate)
                control.cancel();
        };
        const auto outcome = trainModel(m_request, control, observer);
        QVERIFY(!outcome.hasValue());
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestTrainedGate)
#include "test_trained_gate.moc"
