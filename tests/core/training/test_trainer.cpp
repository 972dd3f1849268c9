// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/toy_training.h"
#include "tests/support/environment.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestTrainer : public QObject
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
    }

    void learnsTheToyClasses()
    {
        TrainingRequest request = m_request;
        request.recipe.headEpochs = 200;
        request.recipe.headLearningRate = 1e-2;
        request.recipe.weightAverage = 0; // an epoch may make it worse: the best is kept
        std::vector<EpochReport> seen;
        TrainingObserver observer;
        observer.onEpoch = [&](const EpochReport& epoch) { seen.push_back(epoch); };
        const auto outcome = trainModel(request, {}, observer);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        QCOMPARE(seen.size(), std::size_t{203});
        QCOMPARE(outcome->results.curve.size(), seen.size());
        QVERIFY(seen[199].trainingLoss < 0.5 * seen[0].trainingLoss);
        QVERIFY2(outcome->test.overall.accuracy >= 0.8,
                 qPrintable(QString::number(outcome->test.overall.accuracy)));
        QVERIFY(!outcome->stoppedEarly);
        QCOMPARE(outcome->package.manifest.positiveClass, 1);
    }

    void thePackageCarriesItsResults()
    {
        const auto outcome = trainModel(m_request);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        const QString folder = m_folder.filePath("package");
        QVERIFY(saveModelPackage(outcome->package, folder).hasValue());
        QVERIFY(loadModelPackage(folder).hasValue());
        const auto results = loadModelResults(folder);
        QVERIFY2(results.hasValue(), results ? "" : qPrintable(results.error().message));
        QVERIFY(results->knowsPatients);
        QCOMPARE(results->test.items.size(), outcome->results.test.items.size());
        QCOMPARE(results->validation.items.size(), outcome->results.validation.items.size());
        QCOMPARE(results->curve.size(), std::size_t{7});
        QCOMPARE(results->test.items[0].item.file, outcome->results.test.items[0].item.file);
        QCOMPARE(results->test.items[0].probabilities,
                 outcome->results.test.items[0].probabilities);
        QCOMPARE(results->manifest.weightsSha256, sha256Hex(bytesOf(*outcome)));
    }

    /// With other kernels, or on another number of threads, the last bits of weights differ.
    void thePackageNamesWhatItsBitsDependOn()
    {
        const EnvironmentValue engine("CCAD_ENGINE", "portable");
        const EnvironmentValue step("CCAD_STEP", "torch");
        TrainingRequest request = m_request;
        request.recipe.headEpochs = 1;
        request.recipe.fineTuneEpochs = 1;
        const auto outcome = trainModel(request);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        const QString folder = m_folder.filePath("named");
        QVERIFY(saveModelPackage(outcome->package, folder).hasValue());
        const auto manifest = loadModelManifest(folder);
        QVERIFY(manifest.hasValue());
        const QJsonObject with = manifest->provenance[u"computed_with"_s].toObject();
        QCOMPARE(with[u"engine"_s].toString(), u"portable"_s);
        QCOMPARE(with[u"training_step"_s].toString(), u"torch"_s);
        QVERIFY(!with[u"torch"_s].toString().isEmpty());
        QVERIFY(with[u"blas"_s].isString());
        QVERIFY(with[u"threads"_s].toInt() >= 1);
    }

    /// The scores on record are those of the package: its temperature, its preprocessing.
    void theRecordedScoresAreThoseOfThePackage()
    {
        TrainingRequest request = m_request;
        request.recipe = paperRecipe(); // which centres its images
        request.recipe.headEpochs = 2;
        request.recipe.fineTuneEpochs = 1;
        const auto outcome = trainModel(request);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        const auto classifier = Classifier::create(outcome->package);
        QVERIFY(classifier.hasValue());
        const auto input = inputFromFile(Preprocessor(outcome->package.manifest.preprocess),
                                         {})(outcome->results.test.items[0].item);
        QVERIFY(input.hasValue());
        const auto prediction = (*classifier)->predict(*input);
        QVERIFY(prediction.hasValue());
        for (std::size_t i = 0; i < 2; ++i)
            QVERIFY(
                qAbs(prediction->probabilities[i] - outcome->results.test.items[0].probabilities[i])
                < 1e-5F);
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
            request.outside->items[i].source = u"elsewhere"_s;
        for (std::size_t i = 0; i < 8; ++i) {
            const QString copy = m_folder.filePath(u"outside%1.bmp"_s.arg(i));
            QVERIFY(QFile::copy(request.outside->items[i].file, copy));
            request.outside->items[i].file = copy;
        }
        const auto outcome = trainModel(request);
        QVERIFY(outcome.hasValue());
        QVERIFY(outcome->outside.has_value());
        QCOMPARE(outcome->outside->overall.count, 8);
        QVERIFY(outcome->package.manifest.externalEvaluation.contains(u"elsewhere"));
    }

    void classWeightsAndPatienceChangeTheTraining()
    {
        TrainingRequest request = m_request;
        request.recipe = paperRecipe();
        request.recipe.headEpochs = 3;
        request.recipe.fineTuneEpochs = 1;
        request.recipe.batch = 8;
        // Three in four images are of one class, or all classes would weigh the same.
        for (std::size_t i = 0; i < request.dataset.items.size(); i += 4)
            request.dataset.items[i].label = 0;
        const QByteArray plain = trainedBytes(request);
        QVERIFY(!plain.isEmpty());
        request.recipe.classWeights = true;
        const QByteArray weighted = trainedBytes(request);
        QVERIFY(!weighted.isEmpty());
        QVERIFY(weighted != plain);
    }

    void theHeadAloneIsBalancedAndAveragedToo()
    {
        TrainingRequest request = m_request;
        request.recipe.fineTuneEpochs = 0;
        const QByteArray both = trainedBytes(request);
        QVERIFY(!both.isEmpty());
        request.recipe.weightAverage = 0;
        const QByteArray notAveraged = trainedBytes(request);
        QVERIFY(notAveraged != both);
        request.recipe.balanceGroups = false;
        QVERIFY(trainedBytes(request) != notAveraged);
    }

    void patienceEndsAPhaseAndKeepsItsBestEpoch()
    {
        TrainingRequest request = m_request;
        request.recipe.headEpochs = 40;
        request.recipe.headLearningRate = 5; // wild: the loss soon stops falling
        request.recipe.fineTuneEpochs = 0;
        request.recipe.patience = 3;
        const auto outcome = trainModel(request);
        QVERIFY(outcome.hasValue());
        QVERIFY(outcome->stoppedEarly);
        const LearningCurve& curve = outcome->results.curve;
        QVERIFY(curve.size() < 40);
        const auto best = std::min_element(curve.begin(), curve.end(),
                                           [](const EpochReport& a, const EpochReport& b) {
                                               return a.validationLoss < b.validationLoss;
                                           });
        QCOMPARE(curve.end() - best, std::ptrdiff_t{4}); // three epochs after it
        TrainingRequest shorter = request;
        shorter.recipe.patience = 0;
        shorter.recipe.headEpochs = best->epoch; // then the last epoch is the best one
        QCOMPARE(trainedBytes(shorter), bytesOf(*outcome));
    }

    void startsFromAPackageAtAnotherSize()
    {
        ModelPackage base;
        base.manifest.network = m_request.network;
        base.manifest.preprocess = m_request.preprocess;
        base.weights = m_request.baseWeights;
        TrainingRequest request = m_request;
        request.recipe.dropout = 0.25;
        startFrom(base, 96, request);
        QCOMPARE(request.network.inputSize, 96);
        QCOMPARE(request.preprocess.inputSize, 96);
        QCOMPARE(request.network.dropout, 0.25);
        QCOMPARE(request.network.classes, 2);
        startFrom(base, 0, request);
        QCOMPARE(request.network.inputSize, 64);
    }

    void aSenselessRequestIsRefused()
    {
        TrainingRequest request = m_request;
        request.network.classes = 5;
        QCOMPARE(trainModel(request).error().code, ErrorCode::InvalidArgument);
        request = m_request;
        request.positiveClass = u"up"_s;
        QVERIFY(trainModel(request).error().message.contains(u"\"up\""));
        request = m_request;
        request.recipe.headEpochs = request.recipe.fineTuneEpochs = 0;
        QCOMPARE(trainModel(request).error().code, ErrorCode::InvalidArgument);
        request = m_request;
        request.recipe.patience = -1;
        QCOMPARE(trainModel(request).error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestTrainer)
#include "test_trainer.moc"
