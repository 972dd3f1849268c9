// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/reader.h"
#include "core/inference/finding.h"
#include "core/severity_fitting/severity_fit.h"
#include "tests/support/golden_network.h"
#include "tests/support/hash_weights.h"
#include "tests/support/markdown_tables.h"
#include "tests/support/scored_pictures.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

using Change = std::function<void(int row, QStringList& cells)>;
enum Cell
{
    File,
    Label,
    Patient,
    Extent,
    Opacity,
    SpO2,
    Redistributable
};

ModelPackage narrowPackage()
{
    NetworkSpec spec;
    spec.widthMultiplier = 0.1;
    spec.inputSize = 64;
    spec.classes = 2;
    return hashPackage(spec);
}

} // namespace

Q_DECLARE_METATYPE(Change)

/// On pictures whose brightness is the score.
class TestSeverityFit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void fitsAndTries();
    void theModelFitsThePackage();
    void otherWeightsRefuseIt();
    void anAlteredFileIsRefused();
    void figuresAloneChangeTheCard();
    void unreadableImagesAreNamed();
    void whatIsKeptNamesNoFile();
    void aMissingColumnIsSaid();
    void imagesNotToBeGivenAwayAreCounted();
    void oddManifestsAreRefused_data();
    void oddManifestsAreRefused();
    void aFolderHasNoScores();
    void isCancelled();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Result<FittedSeverity> fitted(const QString& folder) const
    {
        SeverityRequest request{path(folder) + u"/manifest.csv"_s};
        request.repetitions = 3;
        return fitSeverity(*m_classifier, request);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Classifier> m_classifier;
};

void TestSeverityFit::initTestCase()
{
    QVERIFY(saveModelPackage(narrowPackage(), path(u"model"_s)));
    auto classifier = Classifier::load(path(u"model"_s));
    QVERIFY2(classifier, classifier ? "" : qPrintable(classifier.error().message));
    m_classifier = std::move(*classifier);
    QVERIFY(m_classifier->severity() == nullptr);
    QVERIFY(writeScoredPictures(path(u"good"_s), 60));
}

void TestSeverityFit::fitsAndTries()
{
    const auto result = fitted(u"good"_s);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    const SeverityReport& report = result->report;
    QCOMPARE(report.scores.size(), std::size_t{2});
    QCOMPARE(report.scores[0].images, 60);
    QCOMPARE(report.scores[0].patients, 30);
    QVERIFY2(report.scores[0].figures.pearson.value > 0.8,
             qPrintable(QString::number(report.scores[0].figures.pearson.value)));
    QVERIFY(report.saturation);
    QVERIFY(report.saturation->asWritten.spearman.value < -0.8);
    QVERIFY(report.saturation->asWritten.auc.value > 0.8);
    QVERIFY(report.notes.isEmpty());
    const QJsonObject json = severityJson(report);
    const QJsonObject extent = json[u"scores"_s].toObject()[u"extent"_s].toObject();
    QCOMPARE(extent[u"pearson"_s].toDouble(), report.scores[0].figures.pearson.value);
    QVERIFY(extent[u"pearson_low"_s].isDouble());
    QCOMPARE(json[u"spo2"_s].toObject()[u"impossible"_s].toInt(), 0);
    const QString text = severityText(report);
    QVERIFY(text.contains(u"| extent, 0 to 8 | 60 | 30 |"_s));
    QVERIFY(text.contains(u"never shows a stage"_s));
    QCOMPARE(raggedRow(text), QString());
    QVERIFY(hasRow(text, {u"all from 0 to 100"_s, u"60"_s, u"30"_s}));
}

void TestSeverityFit::theModelFitsThePackage()
{
    const auto result = fitted(u"good"_s);
    QVERIFY(result);
    const QString folder = path(u"model"_s);
    QVERIFY(saveSeverity(folder, result->model.toBytes(), severityText(result->report)));
    const auto package = loadModelPackage(folder);
    QVERIFY2(package, package ? "" : qPrintable(package.error().message));
    QVERIFY(package->card.contains(u"## Severity (research output)\n\nExtent"_s));
    const auto classifier = Classifier::create(*package);
    QVERIFY2(classifier, classifier ? "" : qPrintable(classifier.error().message));
    QVERIFY((*classifier)->severity() != nullptr);
    // Saved as a whole it keeps its scores.
    QVERIFY(saveModelPackage(*package, path(u"copy"_s)));
    QVERIFY(Classifier::load(path(u"copy"_s)).value()->severity() != nullptr);
    // The finding has them where its label is the positive class, and only there.
    const auto radiograph = readRadiograph(path(u"good/7.bmp"_s));
    QVERIFY(radiograph);
    ModelPackage turned = *package;
    for (int positive = 0; positive < 2; ++positive) {
        turned.manifest.positiveClass = positive;
        const auto finding = analyse(*radiograph, *Classifier::create(turned).value());
        QVERIFY(finding);
        QCOMPARE(finding->severity.empty(), finding->label != positive);
    }
}

void TestSeverityFit::otherWeightsRefuseIt()
{
    const auto result = fitted(u"good"_s);
    QVERIFY(result);
    ModelPackage other = narrowPackage();
    other.weights.tensors.begin()->second.values[0] += 0.5F;
    QVERIFY(saveModelPackage(other, path(u"other"_s)));
    QVERIFY(saveSeverity(path(u"other"_s), result->model.toBytes(), {}));
    const auto classifier = Classifier::load(path(u"other"_s));
    QVERIFY(!classifier);
    QCOMPARE(classifier.error().code, ErrorCode::ModelBroken);
    QVERIFY2(classifier.error().message.contains(u"fitted for the weights"_s),
             qPrintable(classifier.error().message));
}

void TestSeverityFit::anAlteredFileIsRefused()
{
    const auto result = fitted(u"good"_s);
    QVERIFY(result);
    const QString folder = path(u"altered"_s);
    QVERIFY(saveModelPackage(narrowPackage(), folder));
    QVERIFY(saveSeverity(folder, result->model.toBytes(), {}));
    QVERIFY(Classifier::load(folder));
    QByteArray bytes = result->model.toBytes();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    QVERIFY(writeFileAtomically(folder + u"/severity.safetensors"_s, bytes));
    const auto loaded = loadModelPackage(folder);
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::ModelBroken);
    QVERIFY(loaded.error().message.contains(u"severity.safetensors"_s));
    QVERIFY(QFile::remove(folder + u"/severity.safetensors"_s));
    QVERIFY(!loadModelPackage(folder));
}

void TestSeverityFit::figuresAloneChangeTheCard()
{
    const QString folder = path(u"figures"_s);
    QVERIFY(saveModelPackage(narrowPackage(), folder));
    // Scores that were there before are not left behind.
    const auto result = fitted(u"good"_s);
    QVERIFY(result);
    QVERIFY(saveSeverity(folder, result->model.toBytes(), {}));
    QVERIFY(!loadModelPackage(folder)->severity.isEmpty());
    QVERIFY(saveSeverity(folder, {}, u"Figures."_s));
    const auto package = loadModelPackage(folder);
    QVERIFY(package);
    QVERIFY(package->card.contains(u"Figures."_s));
    QVERIFY(package->manifest.severitySha256.isEmpty());
    QVERIFY(package->severity.isEmpty());
    QVERIFY(!QFile::exists(folder + u"/severity.safetensors"_s));
}

void TestSeverityFit::unreadableImagesAreNamed()
{
    QVERIFY(writeScoredPictures(path(u"torn"_s), 40));
    QVERIFY(writeFileAtomically(path(u"torn/5.bmp"_s), "BM nothing"));
    const auto result = fitted(u"torn"_s);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(result->report.scores[0].images, 39);
    QCOMPARE(result->report.unreadable.size(), 1);
    QVERIFY(result->report.unreadable.front().startsWith(u"5.bmp: "_s));
}

void TestSeverityFit::whatIsKeptNamesNoFile()
{
    QVERIFY(writeScoredPictures(path(u"named"_s), 40));
    const QString manifest = path(u"named/manifest.csv"_s);
    auto rows = readFile(manifest, 100'000);
    QVERIFY(rows.hasValue() && rows->contains("5.bmp"));
    QVERIFY(writeFileAtomically(manifest, rows->replace("\n5.bmp", "\nQuillfeather.bmp")));
    const auto result = fitted(u"named"_s);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    const SeverityReport& report = result->report;
    QCOMPARE(report.scores[0].images, 39);
    QCOMPARE(report.unreadable.size(), 1);
    QVERIFY2(report.unreadable[0].contains(u"Quillfeather"_s), qPrintable(report.unreadable[0]));
    QVERIFY(report.notes.isEmpty());
    const QString text = severityText(report); // goes into the card
    QVERIFY2(text.contains(u"1 images could not be read"_s), qPrintable(text));
    QVERIFY2(!text.contains(u"Quillfeather"_s), qPrintable(text));
}

void TestSeverityFit::aMissingColumnIsSaid()
{
    QVERIFY(writeScoredPictures(
        path(u"one"_s), 40, [](int, QStringList& cells) { cells = cells.mid(File, 4); },
        u"file,label,patient,extent"_s));
    const auto result = fitted(u"one"_s);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(result->model.estimators().size(), std::size_t{1});
    QVERIFY(!result->report.saturation);
    QCOMPARE(result->report.notes.size(), 2);
    QVERIFY(result->report.notes[0].contains(u"\"opacity\""_s));
    QVERIFY(severityJson(result->report)[u"spo2"_s].isNull());
    // A column that was asked for by name has to be there.
    SeverityRequest request{path(u"one/manifest.csv"_s)};
    request.scoreColumns[1] = u"density"_s;
    const auto refused = fitSeverity(*m_classifier, request);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(u"no column \"density\""_s));
}

void TestSeverityFit::imagesNotToBeGivenAwayAreCounted()
{
    QVERIFY(writeScoredPictures(path(u"kept"_s), 40, [](int row, QStringList& cells) {
        if (row < 12)
            cells[Redistributable] = u"no"_s;
        if (row == 20)
            cells[SpO2] = u"340"_s;
    }));
    const auto result = fitted(u"kept"_s);
    QVERIFY(result);
    QCOMPARE(result->report.notRedistributable, 12);
    QCOMPARE(result->report.saturation->impossible, 1);
    QVERIFY(severityText(result->report).contains(u"must not be given away"_s));
}

void TestSeverityFit::oddManifestsAreRefused_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, int count, const Change& change, const char* sentence) {
        QTest::newRow(name) << count << change << QString::fromLatin1(sentence);
    };
    row("five rows", 5, {}, "Only 5 readable images of 3 patients");
    row(
        "one patient", 40, [](int, QStringList& cells) { cells[Patient] = u"p"_s; },
        "Only 40 readable images of 1 patients");
    row(
        "all equal", 40, [](int, QStringList& cells) { cells[Extent] = u"3"_s; },
        "All 40 scores in the column \"extent\"");
    row(
        "text", 40,
        [](int i, QStringList& cells) {
            if (i == 6)
                cells[Opacity] = u"severe"_s;
        },
        "says \"severe\" in the column \"opacity\" of 6.bmp");
    row(
        "off the scale", 40,
        [](int i, QStringList& cells) {
            if (i == 6)
                cells[Extent] = u"8.5"_s;
        },
        "says 8.5 in the column \"extent\" of 6.bmp, which is not on the scale of extent from 0 "
        "to 8");
    row(
        "negative", 40,
        [](int i, QStringList& cells) {
            if (i == 6)
                cells[Extent] = u"-1"_s;
        },
        "says -1 in the column");
    row(
        "not a number", 40,
        [](int i, QStringList& cells) {
            if (i == 6)
                cells[SpO2] = u"nan"_s;
        },
        "says \"nan\" in the column \"spo2\"");
    row(
        "no score", 40, [](int, QStringList& cells) { cells[Extent] = cells[Opacity] = QString(); },
        "has no score in a column \"extent\" or \"opacity\"");
}

void TestSeverityFit::oddManifestsAreRefused()
{
    QFETCH(int, count);
    QFETCH(Change, change);
    QFETCH(QString, sentence);
    QVERIFY(writeScoredPictures(path(u"odd"_s), count, change));
    const auto result = fitted(u"odd"_s);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::DatasetUnusable);
    QVERIFY2(result.error().message.contains(sentence), qPrintable(result.error().message));
}

void TestSeverityFit::aFolderHasNoScores()
{
    const auto result = fitSeverity(*m_classifier, {path(u"good"_s)});
    QVERIFY(!result);
    QVERIFY(result.error().message.contains(u"is a folder"_s));
    const auto missing = fitSeverity(*m_classifier, {path(u"nothing.csv"_s)});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
}

void TestSeverityFit::isCancelled()
{
    // While images are read, and when both scores are still to be fitted.
    for (const auto& stage : {u"Looking"_s, u"Fitting"_s}) {
        const CancelToken cancel;
        const auto result = fitSeverity(*m_classifier, {path(u"good/manifest.csv"_s)}, cancel,
                                        [&](qint64, qint64, const QString& what) {
                                            if (what.startsWith(stage))
                                                cancel.cancel();
                                        });
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
    }
}

QTEST_GUILESS_MAIN(TestSeverityFit)
#include "test_severity_fit.moc"
