// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"
#include "tests/support/toy_dataset.h"
#include "tests/support/hash_weights.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ccad;

class TestTrainer : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TrainingRequest m_request;

    static QByteArray bytes(const TrainingOutcome& outcome)
    {
        return toSafetensors(outcome.package.weights);
    }

    [[nodiscard]] QByteArray trainedBytes(const TrainingRequest& request) const
    {
        const auto outcome = trainModel(request);
        return outcome ? bytes(*outcome) : QByteArray();
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto dataset = test::writeToyDataset(m_folder.filePath("toy"), 64);
        QVERIFY(dataset.hasValue());
        m_request.dataset = *dataset;
        m_request.fractions = {0.2, 0.2};
        m_request.network.widthMultiplier = 0.1;
        m_request.network.inputSize = 64;
        m_request.preprocess.inputSize = 64;
        m_request.baseWeights = test::hashWeights(m_request.network);
        m_request.recipe = robustRecipe();
        m_request.recipe.batch = 8;
        m_request.recipe.headEpochs = 4;
        m_request.recipe.fineTuneEpochs = 3;
        m_request.recipe.fineTuneLearningRate = 3e-3;
        m_request.positiveClass = QStringLiteral("striped");
        m_request.name = QStringLiteral("toy");
    }

    void learnsTheToyClasses()
    {
        TrainingRequest request = m_request;
        request.recipe.headEpochs = 60;
        request.recipe.headLearningRate = 1e-2;
        request.recipe.weightAverage = 0; // three epochs may make it worse: the best is kept
        std::vector<EpochReport> seen;
        TrainingObserver observer;
        observer.onEpoch = [&](const EpochReport& epoch) { seen.push_back(epoch); };
        const auto outcome = trainModel(request, {}, observer);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        QCOMPARE(seen.size(), std::size_t{63});
        QCOMPARE(outcome->curves.size(), seen.size());
        QVERIFY(seen[59].trainingLoss < 0.5 * seen[0].trainingLoss);
        QVERIFY2(outcome->test.overall.accuracy >= 0.9,
                 qPrintable(QString::number(outcome->test.overall.accuracy)));
        QCOMPARE(outcome->package.manifest.positiveClass, 1);
        QVERIFY(outcome->package.card.contains(u"Research use only"));
        QVERIFY(outcome->package.card.contains(u"Nobody has tested this model"));
        const QString folder = m_folder.filePath("package");
        QVERIFY(saveModelPackage(outcome->package, folder).hasValue());
        QVERIFY(loadModelPackage(folder).hasValue());
    }

    void theSameSeedGivesTheSameBytes()
    {
        const QByteArray first = trainedBytes(m_request);
        QVERIFY(!first.isEmpty());
        QVERIFY(trainedBytes(m_request) == first);
        TrainingRequest other = m_request;
        other.seed = 2;
        QVERIFY(trainedBytes(other) != first);
    }

    void aResumedTrainingEndsWithTheSameBytes_data()
    {
        QTest::addColumn<int>("stopAfter");
        QTest::newRow("after the first fine-tuning epoch") << 1;
        QTest::newRow("after the second") << 2;
    }

    void aResumedTrainingEndsWithTheSameBytes()
    {
        QFETCH(int, stopAfter);
        const QByteArray undisturbed = trainedBytes(m_request);
        TrainingRequest request = m_request;
        request.checkpointFile = m_folder.filePath(QStringLiteral("stop%1").arg(stopAfter));
        request.resume = true;

        const CancelToken cancel;
        TrainingObserver stopper;
        stopper.onProgress = [&](qint64 done, qint64, const QString& what) {
            // In the middle of the epoch that follows.
            if (done > 0 && what.contains(QStringLiteral("epoch %1 of").arg(stopAfter + 1)))
                cancel.cancel();
        };
        const auto stopped = trainModel(request, cancel, stopper);
        QVERIFY(!stopped.hasValue());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(QFile::exists(request.checkpointFile));
        QVERIFY(trainedBytes(request) == undisturbed);
    }

    void aCheckpointOfAnotherRequestIsNotUsed()
    {
        TrainingRequest request = m_request;
        request.checkpointFile = m_folder.filePath("other");
        request.resume = true;
        QVERIFY(!trainedBytes(request).isEmpty());
        request.seed = 9;
        TrainingRequest fresh = request;
        fresh.checkpointFile.clear();
        QVERIFY(trainedBytes(request) == trainedBytes(fresh));
    }

    void aBrokenCheckpointIsNamed()
    {
        TrainingRequest request = m_request;
        request.checkpointFile = m_folder.filePath("broken");
        request.resume = true;
        QVERIFY(writeFileAtomically(request.checkpointFile, "not a checkpoint").hasValue());
        const auto outcome = trainModel(request);
        QVERIFY(!outcome.hasValue());
        QCOMPARE(outcome.error().code, ErrorCode::FileBroken);
        QVERIFY(outcome.error().message.contains(request.checkpointFile));
    }

    void unreadableFilesAreNamedAndLeftOut()
    {
        TrainingRequest request = m_request;
        request.recipe.fineTuneEpochs = 0;
        DatasetItem broken = request.dataset.items.front();
        broken.file = m_folder.filePath("broken.bmp");
        QVERIFY(writeFileAtomically(broken.file, "BM nothing").hasValue());
        request.dataset.items.push_back(broken);
        const auto outcome = trainModel(request);
        QVERIFY(outcome.hasValue());
        QCOMPARE(outcome->unreadable.size(), 1);
        QVERIFY(outcome->unreadable.front().startsWith(broken.file));
    }

    void outsideImagesOfKnownPatientsAreNotUsed()
    {
        TrainingRequest request = m_request;
        request.recipe.fineTuneEpochs = 0;
        request.outside = request.dataset;
        for (std::size_t i = 0; i < 8; ++i) // the rest are patients that training knows
            request.outside->items[i].source = QStringLiteral("elsewhere");
        for (std::size_t i = 0; i < 8; ++i) {
            const QString copy = m_folder.filePath(QStringLiteral("outside%1.bmp").arg(i));
            QVERIFY(QFile::copy(request.outside->items[i].file, copy));
            request.outside->items[i].file = copy;
        }
        const auto outcome = trainModel(request);
        QVERIFY(outcome.hasValue());
        QVERIFY(outcome->outside.has_value());
        QCOMPARE(outcome->outside->overall.count, 8);
        QVERIFY(outcome->package.manifest.externalEvaluation.contains(u"elsewhere"));
    }

    void aSenselessRequestIsRefused()
    {
        TrainingRequest request = m_request;
        request.network.classes = 5;
        QCOMPARE(trainModel(request).error().code, ErrorCode::InvalidArgument);
        request = m_request;
        request.positiveClass = QStringLiteral("up");
        QVERIFY(trainModel(request).error().message.contains(u"\"up\""));
        request = m_request;
        request.recipe.headEpochs = request.recipe.fineTuneEpochs = 0;
        QCOMPARE(trainModel(request).error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "test_trainer.moc"
