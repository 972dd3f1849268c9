// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgcodecs.hpp>

#include <csignal>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QStringList documentedKeys
    = {u"file"_s,     u"label"_s,     u"milliseconds"_s,  u"model"_s,   u"notes"_s,
       u"positive"_s, u"possible"_s,  u"probabilities"_s, u"reason"_s,  u"spacing"_s,
       u"status"_s,   u"threshold"_s, u"view"_s,          u"warnings"_s};

} // namespace

class TestCliPredict : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void answersEveryFileOnce();
    void givesTheDocumentedJson();
    void writesNullForTheUnknown();
    void tellsWhatASpacingIs();
    void keepsIdentifiersToItself();
    void printsATable();
    void textOfAFileDoesNotSteerTheTerminal();
    void succeedsWhenAllIsWell();
    void writesOverlays();
    void reportsAnOverlayThatCannotBeWritten();
    void refusesABadModel_data();
    void refusesABadModel();
    void stopsAtCtrlC();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name));
    }
    void write(const char* name, const QByteArray& content)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QVERIFY(writeFileAtomically(path(name), content));
    }
    [[nodiscard]] CliRun predict(const QStringList& arguments) const
    {
        return runCli(QStringList{u"predict"_s, u"--model"_s, path("model")} + arguments);
    }

    QTemporaryDir m_dir;
};

void TestCliPredict::initTestCase()
{
    QVERIFY(saveModelPackage(quickPackage(), path("model")));
    write("chest.dcm", chestDicom([](DcmDataset& dataset) {
              dataset.putAndInsertString(DCM_PatientID, "SECRET-17");
              dataset.putAndInsertString(DCM_ViewPosition, "PA");
          }));
    write("other/chest.dcm", chestDicom());
    // Another film, by its UID too: a UID used twice is said of both.
    write("hand.dcm", chestDicom([](DcmDataset& dataset) {
              dataset.putAndInsertString(DCM_BodyPartExamined, "HAND");
              dataset.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.17");
          }));
    write("broken.dcm", chestDicom().left(600));
    write("note.txt", "No picture at all.");
    QVERIFY(QDir().mkpath(path("empty")));
    const auto pixels = drawChest(80, 60, 255);
    cv::Mat image(60, 80, CV_8UC1);
    std::copy(pixels.begin(), pixels.end(), image.begin<std::uint8_t>());
    QVERIFY(cv::imwrite(path("chest.png").toStdString(), image));
}

void TestCliPredict::answersEveryFileOnce()
{
    const QStringList files
        = {path("chest.dcm"), path("hand.dcm"), path("broken.dcm"), path("missing.dcm"),
           path("note.txt"),  path("empty"),    path("chest.png"),  path("chest.dcm")};
    const QStringList expected
        = {u"ok"_s, u"refused"_s, u"error"_s, u"error"_s, u"error"_s, u"error"_s, u"ok"_s, u"ok"_s};
    const CliRun run = predict(QStringList{u"--json"_s} + files);
    QCOMPARE(run.status, 1);
    const auto lines = run.json();
    QCOMPARE(lines.size(), static_cast<std::size_t>(files.size()));
    for (int i = 0; i < files.size(); ++i) {
        const QJsonObject& line = lines[static_cast<std::size_t>(i)];
        QCOMPARE(line[u"file"_s].toString(), files[i]);
        QCOMPARE(line[u"status"_s].toString(), expected[i]);
        const bool isOk = expected[i] == u"ok"_s;
        QCOMPARE(line[u"reason"_s].isNull(), isOk);
        QVERIFY(isOk || line[u"reason"_s].toString().size() > 10);
    }
    QVERIFY(lines[1][u"probabilities"_s].isObject()); // a refused picture still has them
}

void TestCliPredict::givesTheDocumentedJson()
{
    const CliRun run = predict({u"--json"_s, path("chest.dcm")});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.json().size(), std::size_t{1});
    const QJsonObject line = run.json().front();
    QCOMPARE(line.keys(), documentedKeys);
    QCOMPARE(line[u"view"_s].toString(), u"PA"_s);
    QCOMPARE(line[u"threshold"_s].toDouble(), 0.5);
    QVERIFY(line[u"positive"_s].isBool());
    QVERIFY(line[u"warnings"_s].isArray());

    const QJsonObject probabilities = line[u"probabilities"_s].toObject();
    QCOMPARE(probabilities.keys(), (QStringList{u"covid"_s, u"normal"_s, u"pneumonia"_s}));
    double sum = 0;
    double largest = 0;
    for (const QString& name : probabilities.keys()) {
        QVERIFY(probabilities[name].isDouble());
        sum += probabilities[name].toDouble();
        largest = std::max(largest, probabilities[name].toDouble());
    }
    QVERIFY(std::abs(sum - 1) < 1e-5);
    QCOMPARE(probabilities[line[u"label"_s].toString()].toDouble(), largest);

    const QJsonObject model = line[u"model"_s].toObject();
    QCOMPARE(model[u"name"_s].toString(), u"test-model"_s);
    QCOMPARE(model[u"sha256"_s].toString(),
             sha256Hex(*readFile(path("model/weights.safetensors"), 1 << 30)));
    const QJsonObject times = line[u"milliseconds"_s].toObject();
    for (const char* part : {"decode", "preprocess", "infer", "explain", "total"})
        QVERIFY2(times[QString::fromLatin1(part)].isDouble(), part);
    QVERIFY(times[u"total"_s].toDouble() > times[u"infer"_s].toDouble());
}

void TestCliPredict::writesNullForTheUnknown()
{
    const QJsonObject line = predict({u"--json"_s, path("missing.dcm")}).json().front();
    QCOMPARE(line.keys(), documentedKeys);
    for (const char* key : {"label", "probabilities", "positive", "view"})
        QVERIFY2(line[QString::fromLatin1(key)].isNull(), key);
    QVERIFY(line[u"milliseconds"_s].toObject()[u"decode"_s].isNull());
    QVERIFY(line[u"threshold"_s].isDouble());
}

void TestCliPredict::tellsWhatASpacingIs()
{
    write("detector.dcm", chestDicom([](DcmDataset& dataset) {
              dataset.putAndInsertString(DCM_ImagerPixelSpacing, "0.2\\0.2");
          }));
    write("patient.dcm", chestDicom([](DcmDataset& dataset) {
              dataset.putAndInsertString(DCM_ImagerPixelSpacing, "0.2\\0.2");
              dataset.putAndInsertString(DCM_EstimatedRadiographicMagnificationFactor, "1.25");
          }));
    const auto lines
        = predict({u"--json"_s, path("detector.dcm"), path("patient.dcm"), path("chest.png")})
              .json();
    QCOMPARE(lines.size(), std::size_t{3});
    const QJsonObject detector = lines[0][u"spacing"_s].toObject();
    QCOMPARE(detector[u"kind"_s].toString(), u"detector"_s);
    QCOMPARE(detector[u"row_mm"_s].toDouble(), 0.2);
    const QJsonObject patient = lines[1][u"spacing"_s].toObject();
    QCOMPARE(patient[u"kind"_s].toString(), u"patient-by-factor"_s);
    QCOMPARE(patient[u"column_mm"_s].toDouble(), 0.16);
    QCOMPARE(patient[u"magnification"_s].toDouble(), 1.25);
    QVERIFY(lines[2][u"spacing"_s].isNull());
}

void TestCliPredict::keepsIdentifiersToItself()
{
    const CliRun without = predict({u"--json"_s, path("chest.dcm")});
    QVERIFY(!without.output.contains(u"SECRET-17"_s));
    QVERIFY(!without.messages.contains(u"SECRET-17"_s));
    const CliRun with
        = predict({u"--json"_s, u"--with-identifiers"_s, path("chest.dcm"), path("chest.png")});
    QCOMPARE(with.json()[0][u"patient_id"_s].toString(), u"SECRET-17"_s);
    QVERIFY(with.json()[1].contains(u"patient_id"_s));
    QVERIFY(with.json()[1][u"patient_id"_s].isNull());
}

void TestCliPredict::printsATable()
{
    const CliRun run = predict({path("chest.dcm"), path("missing.dcm"), path("hand.dcm")});
    QCOMPARE(run.status, 1);
    const QStringList lines = run.lines();
    QCOMPARE(lines.size(), 4);
    for (const char* column : {"status", "label", "p_covid", "p_normal", "positive", "file"})
        QVERIFY2(lines[0].contains(QLatin1String(column)), column);
    QVERIFY(lines[1].startsWith(u"ok"_s) && lines[1].endsWith(path("chest.dcm")));
    QVERIFY(lines[2].startsWith(u"error"_s) && lines[2].contains(u"There is no file"_s));
    QVERIFY(lines[3].startsWith(u"refused"_s));
    QVERIFY(run.messages.contains(u"Not for diagnosis."_s));
}

void TestCliPredict::textOfAFileDoesNotSteerTheTerminal()
{
    // Sets a window's title and clears the screen, where it reaches a terminal as it is.
    write("steers.dcm", chestDicom([](DcmDataset& dataset) {
              dataset.putAndInsertString(DCM_BodyPartExamined, "HAND\x1B]0;OWNED\x07\x1B[2J");
          }));
    const CliRun run = predict({path("steers.dcm")});
    QCOMPARE(run.status, 1);
    const QString all = run.output + run.messages;
    QVERIFY2(all.contains(u"HAND"_s), qPrintable(all));
    for (const QChar c : all)
        QVERIFY(c.isPrint() || c == u'\n' || c == u'\t');
    const CliRun missing = predict({path("no\x1B[2J\x7Fsuch.dcm")});
    QVERIFY(!missing.messages.contains(QChar(0x1B)) && !missing.messages.contains(QChar(0x7F)));
}

void TestCliPredict::succeedsWhenAllIsWell()
{
    const CliRun run = predict({path("chest.dcm"), path("chest.png")});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.lines().size(), 3);
}

void TestCliPredict::writesOverlays()
{
    const QString folder = path("maps/new");
    const CliRun run
        = predict({u"--json"_s, u"--saliency"_s, folder, path("chest.dcm"), path("other/chest.dcm"),
                   path("chest.png"), path("missing.dcm"), path("hand.dcm")});
    QCOMPARE(run.status, 1);
    QCOMPARE(QDir(folder).entryList(QDir::Files),
             (QStringList{u"chest.dcm.saliency-2.png"_s, u"chest.dcm.saliency.png"_s,
                          u"chest.png.saliency.png"_s, u"hand.dcm.saliency.png"_s}));
    const cv::Mat overlay = cv::imread((folder + u"/chest.dcm.saliency.png"_s).toStdString());
    QCOMPARE(overlay.cols, 96);
    QCOMPARE(overlay.rows, 112);
    // Once more: its own overlays give way, somebody's picture does not.
    const QString mine = folder + u"/chest.png.saliency.png"_s;
    QVERIFY(writeFileAtomically(mine, "my picture"));
    const QStringList again{u"--json"_s, u"--saliency"_s, folder, path("chest.dcm"),
                            path("chest.png")};
    const CliRun kept = predict(again);
    QCOMPARE(kept.status, 1);
    QCOMPARE(kept.json()[0][u"status"_s].toString(), u"ok"_s);
    QCOMPARE(kept.json()[1][u"status"_s].toString(), u"error"_s);
    QVERIFY(kept.json()[1][u"reason"_s].toString().contains(mine));
    QCOMPARE(*readFile(mine, 100), QByteArray("my picture"));
    QCOMPARE(predict(again + QStringList{u"--replace"_s}).status, 0);
    QVERIFY(readFile(mine, 1 << 20)->startsWith("\x89PNG"));
}

void TestCliPredict::reportsAnOverlayThatCannotBeWritten()
{
    const CliRun run
        = predict({u"--json"_s, u"--saliency"_s, path("note.txt") + u"/maps"_s, path("chest.dcm")});
    QCOMPARE(run.status, 1);
    QVERIFY(run.messages.contains(u"Cannot create the folder"_s));
}

void TestCliPredict::refusesABadModel_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << u"none"_s << u"There is no model package"_s;
    QTest::newRow("one byte changed") << u"byte"_s << u"SHA-256"_s;
    QTest::newRow("one tensor removed") << u"tensor"_s << u"features.7.conv.2.weight"_s;
    QTest::newRow("newer version") << u"version"_s << u"format_version"_s;
}

void TestCliPredict::refusesABadModel()
{
    QFETCH(QString, kind);
    QFETCH(QString, expected);
    const QString folder = path("altered");
    const QString weightsFile = folder + u"/weights.safetensors"_s;
    const QString manifestFile = folder + u"/manifest.json"_s;
    QDir(folder).removeRecursively();
    if (kind != u"none"_s) {
        QVERIFY(saveModelPackage(quickPackage(), folder));
        QByteArray weights = *readFile(weightsFile, 1 << 30);
        QJsonObject manifest = QJsonDocument::fromJson(*readFile(manifestFile, 1 << 20)).object();
        if (kind == u"byte"_s)
            weights[weights.size() - 9] = static_cast<char>(weights[weights.size() - 9] ^ 4);
        if (kind == u"tensor"_s) {
            WeightMap map = *parseSafetensors(weights);
            map.tensors.erase("features.7.conv.2.weight");
            weights = toSafetensors(map);
            manifest[u"weights_sha256"_s] = sha256Hex(weights);
        }
        if (kind == u"version"_s)
            manifest[u"format_version"_s] = 99;
        QVERIFY(writeFileAtomically(weightsFile, weights));
        QVERIFY(writeFileAtomically(manifestFile, QJsonDocument(manifest).toJson()));
    }
    for (const QStringList& command :
         {QStringList{u"predict"_s, u"--json"_s, path("chest.dcm"), u"--model"_s, folder},
          QStringList{u"model"_s, u"verify"_s, folder},
          QStringList{u"model"_s, u"info"_s, folder}}) {
        const CliRun run = runCli(command);
        QCOMPARE(run.status, 3);
        QVERIFY2(run.output.isEmpty(), qPrintable(run.output)); // before any file is read
        QVERIFY2(run.messages.contains(expected), qPrintable(run.messages));
    }
}

void TestCliPredict::stopsAtCtrlC()
{
    QStringList arguments = {u"predict"_s, u"--json"_s, u"--model"_s, path("model")};
    for (int i = 0; i < 5000; ++i)
        arguments.append(path("chest.dcm"));
    QProcess process;
    process.start(QStringLiteral(CCAD_CLI), arguments);
    QVERIFY(process.waitForReadyRead(test::patienceMs)); // it is at work
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(test::patienceMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    const QByteArray output = process.readAllStandardOutput();
    QVERIFY(output.endsWith('\n')); // no half line
    QVERIFY(output.count('\n') < 5000);
}

QTEST_GUILESS_MAIN(TestCliPredict)
#include "test_cli_predict.moc"
