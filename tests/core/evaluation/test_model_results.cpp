// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/evaluation/result_folder.h"
#include "tests/core/evaluation/results_fixture.h"
#include "tests/support/golden_network.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// A small package of three classes with the results inside.
ModelPackage packageWith(const ModelResults& results)
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    spec.inputSize = 32;
    spec.classes = 3;
    ModelPackage package = hashPackage(spec);
    package.manifest.name = results.manifest.name;
    package.manifest.classes = results.manifest.classes;
    package.manifest.positiveClass = results.manifest.positiveClass;
    package.manifest.threshold = results.manifest.threshold;
    package.manifest.provenance = QJsonObject{{u"curves"_s, toJson(results.curve)}, {u"seed"_s, 7}};
    package.card = u"# Drawn\n"_s;
    for (const auto& [name, content] : resultFiles(results, results.dataFolder))
        package.attachments[u"evaluation/"_s + name] = content;
    return package;
}

} // namespace

class TestModelResults : public QObject
{
    Q_OBJECT

    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name));
    }
    QTemporaryDir m_dir;

private Q_SLOTS:
    void comesBackFromAPackage()
    {
        ModelResults results = drawnResults();
        results.test.unreadable = {u"a.png: broken."_s};
        results.test.items[4].item.group = u"AP"_s;
        QVERIFY(saveModelPackage(packageWith(results), path("model")));
        const auto loaded = loadModelResults(path("model"));
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
        QCOMPARE(loaded->manifest.classes, results.manifest.classes);
        QCOMPARE(loaded->manifest.positiveClass, 2);
        QCOMPARE(loaded->knowsPatients, true);
        QCOMPARE(loaded->dataFolder, u"/data/set"_s);
        QVERIFY(sameItems(loaded->test.items, results.test.items));
        QVERIFY(sameItems(loaded->validation.items, results.validation.items));
        QVERIFY(loaded->outside);
        QVERIFY(sameItems(loaded->outside->items, results.outside->items));
        QCOMPARE(loaded->test.unreadable, results.test.unreadable);
        QCOMPARE(loaded->curve.size(), std::size_t{2});
        QCOMPARE(loaded->curve[1].trainingAccuracy, 0.75);
        QCOMPARE(loaded->curve[1].imagesPerSecond, 118.5);
        // What was loaded gives the same figures again; the package now has its checksum.
        ModelResults again = *loaded;
        again.manifest.version = results.manifest.version;
        again.manifest.weightsSha256.clear();
        QCOMPARE(resultFiles(again, again.dataFolder), resultFiles(results, results.dataFolder));
    }

    void leavesFilesRelativeWithoutTheirFolder()
    {
        ModelPackage package = packageWith(drawnResults());
        package.attachments.erase(u"evaluation/data_folder.txt"_s);
        QVERIFY(saveModelPackage(package, path("moved")));
        const auto loaded = loadModelResults(path("moved"));
        QVERIFY(loaded);
        QCOMPARE(loaded->test.items[0].item.file, u"images/chest, \"0\".png"_s);
        QVERIFY(loaded->dataFolder.isEmpty());
    }

    void comesBackFromAResultsFolder()
    {
        const ModelResults results = drawnResults();
        QVERIFY(saveResults(resultFiles(results, results.dataFolder), path("results")));
        const auto loaded = loadModelResults(path("results"));
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message));
        QVERIFY(sameItems(loaded->test.items, results.test.items));
        QCOMPARE(loaded->manifest.name, u"drawn"_s);
        QCOMPARE(loaded->manifest.classes[1].name, u"normal"_s);
        QCOMPARE(loaded->manifest.positiveClass, 2);
        QCOMPARE(loaded->manifest.threshold, 0.4);
    }

    void saysWhatIsMissing()
    {
        QCOMPARE(loadModelResults(path("nowhere")).error().code, ErrorCode::ModelMissing);
        ModelPackage package = packageWith(drawnResults());
        package.attachments.clear();
        QVERIFY(saveModelPackage(package, path("bare")));
        const auto bare = loadModelResults(path("bare"));
        QCOMPARE(bare.error().code, ErrorCode::FileNotFound);
        QVERIFY(bare.error().message.contains(u"no recorded results"_s));
    }

    void saysWhatIsBroken_data()
    {
        QTest::addColumn<QByteArray>("predictions");
        QTest::addColumn<QString>("expected");
        const QByteArray head
            = "file,patient,source,label,predicted,p_covid,p_normal,p_pneumonia\n";
        QTest::newRow("column") << QByteArray("file,patient,source,label,predicted,p_covid\n")
                                << u"p_normal"_s;
        QTest::newRow("label") << head + "a.png,,,flu,covid,1,0,0\n" << u"\"flu\""_s;
        QTest::newRow("number") << head + "a.png,,,covid,covid,many,0,0\n" << u"\"many\""_s;
        QTest::newRow("range") << head + "a.png,,,covid,covid,1.5,0,0\n" << u"\"1.5\""_s;
        QTest::newRow("nan") << head + "a.png,,,covid,covid,nan,0,0\n" << u"\"nan\""_s;
        QTest::newRow("table") << head + "a.png\n" << u"Line 2"_s;
    }

    void saysWhatIsBroken()
    {
        QFETCH(QByteArray, predictions);
        QFETCH(QString, expected);
        ModelPackage package = packageWith(drawnResults());
        package.attachments[u"evaluation/predictions.csv"_s] = predictions;
        QVERIFY(saveModelPackage(package, path("broken"), Existing::Replace));
        const auto loaded = loadModelResults(path("broken"));
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::FileBroken);
        QVERIFY2(loaded.error().message.contains(expected), qPrintable(loaded.error().message));
        package.attachments[u"evaluation/metrics.json"_s] = "[]";
        QVERIFY(saveModelPackage(package, path("broken"), Existing::Replace));
        QCOMPARE(loadModelResults(path("broken")).error().code, ErrorCode::FileBroken);
    }

    void numbersPatientsWithinTheirSource()
    {
        std::vector<ScoredItem> items(5, ScoredItem{{}, {}, {0.25F, 0.75F}});
        items[0].item.patient = items[2].item.patient = items[3].item.patient = u"p1"_s;
        items[3].item.source = u"elsewhere"_s;
        items[1].item.file = u"a.png"_s;
        items[4].item.file = u"b.png"_s;
        items[2].item.label = 1;
        const ClassScores scores = classScores(items, 1);
        QCOMPARE(scores.patients, (std::vector<int>{0, 1, 0, 2, 3}));
        QCOMPARE(scores.positive, (std::vector<bool>{false, false, true, false, false}));
        QCOMPARE(scores.scores[0], 0.75);
    }

    void choosesThresholdsOnValidationImages()
    {
        const ModelResults results = drawnResults();
        const auto point = operatingPointOn(results.validation, 2, 0.4);
        QVERIFY(point);
        QCOMPARE(point->truePositives + point->falseNegatives, 12);
        QCOMPARE(operatingPointOn({}, 2, 0.4).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(operatingPointOn(results.validation, 3, 0.4).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(operatingPointOn(results.validation, 2, 1.1).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(operatingPointOn(results.validation, 2, std::nan("")).error().code,
                 ErrorCode::InvalidArgument);
    }

    void savesAThresholdAndNothingElse()
    {
        QVERIFY(saveModelPackage(packageWith(drawnResults()), path("tuned")));
        const auto before = loadModelPackage(path("tuned"));
        QVERIFY(before);
        QVERIFY(saveThreshold(path("tuned"), 0.25));
        QVERIFY(saveThreshold(path("tuned"), 0.125));
        const auto after = loadModelPackage(path("tuned"));
        QVERIFY2(after, after ? "" : qPrintable(after.error().message));
        QCOMPARE(after->manifest.threshold, 0.125);
        QCOMPARE(after->manifest.weightsSha256, before->manifest.weightsSha256);
        QCOMPARE(after->manifest.classes, before->manifest.classes);
        const QJsonObject provenance = after->manifest.provenance;
        QCOMPARE(provenance[u"calibrated_threshold"_s].toDouble(), 0.4);
        QCOMPARE(provenance[u"seed"_s].toInt(), 7);
        QCOMPARE(loadModelResults(path("tuned"))->manifest.threshold, 0.125);
    }

    void refusesAThresholdThatIsNone()
    {
        QVERIFY(saveModelPackage(packageWith(drawnResults()), path("kept")));
        for (const double threshold : {-0.1, 1.1, std::nan("")})
            QCOMPARE(saveThreshold(path("kept"), threshold).error().code,
                     ErrorCode::InvalidArgument);
        QCOMPARE(loadModelManifest(path("kept"))->threshold, 0.4);
        QCOMPARE(saveThreshold(path("nowhere"), 0.5).error().code, ErrorCode::ModelMissing);
    }

    void curveLeavesOutWhatMakesNoSense()
    {
        const LearningCurve curve = drawnResults().curve;
        QJsonArray json = toJson(curve);
        json.append(QJsonObject{{u"phase"_s, u"dance"_s}, {u"epoch"_s, 1}});
        json.append(u"nonsense"_s);
        const LearningCurve loaded = learningCurveFromJson(json);
        QCOMPARE(loaded.size(), curve.size());
        QCOMPARE(loaded[0].trainingLoss, 0.7);
        QCOMPARE(loaded[0].epochs, 2);
        QCOMPARE(loaded[1].validationAccuracy, 0.7);
        // Without validation images there is no loss: null, and back.
        EpochReport blind = curve[0];
        blind.validationLoss = std::nan("");
        QVERIFY(std::isnan(learningCurveFromJson(toJson(LearningCurve{blind}))[0].validationLoss));
    }
};

QTEST_GUILESS_MAIN(TestModelResults)
#include "test_model_results.moc"
