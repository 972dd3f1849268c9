// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgcodecs.hpp>

#include <csignal>

using namespace ccad;
using namespace ccad::test;

namespace {

const QStringList documentedKeys
    = {QStringLiteral("file"),   QStringLiteral("label"),    QStringLiteral("milliseconds"),
       QStringLiteral("model"),  QStringLiteral("positive"), QStringLiteral("probabilities"),
       QStringLiteral("reason"), QStringLiteral("status"),   QStringLiteral("threshold"),
       QStringLiteral("view"),   QStringLiteral("warnings")};

} // namespace

class TestCliPredict : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void answersEveryFileOnce();
    void givesTheDocumentedJson();
    void writesNullForTheUnknown();
    void keepsIdentifiersToItself();
    void printsATable();
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
        return runCli(
            QStringList{QStringLiteral("predict"), QStringLiteral("--model"), path("model")}
            + arguments);
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
    write("hand.dcm", handDicom());
    write("broken.dcm", chestDicom().left(600));
    write("note.txt", "No picture at all.");
    const auto pixels = drawChest(80, 60, 255);
    cv::Mat image(60, 80, CV_8UC1);
    std::copy(pixels.begin(), pixels.end(), image.begin<std::uint8_t>());
    QVERIFY(cv::imwrite(path("chest.png").toStdString(), image));
}

void TestCliPredict::answersEveryFileOnce()
{
    const QStringList files
        = {path("chest.dcm"), path("hand.dcm"), path("broken.dcm"), path("missing.dcm"),
           path("note.txt"),  path("other"),    path("chest.png"),  path("chest.dcm")};
    const QStringList expected
        = {QStringLiteral("ok"),    QStringLiteral("refused"), QStringLiteral("error"),
           QStringLiteral("error"), QStringLiteral("error"),   QStringLiteral("error"),
           QStringLiteral("ok"),    QStringLiteral("ok")};
    const CliRun run = predict(QStringList{QStringLiteral("--json")} + files);
    QCOMPARE(run.status, 1);
    const auto lines = run.json();
    QCOMPARE(lines.size(), static_cast<std::size_t>(files.size()));
    for (int i = 0; i < files.size(); ++i) {
        const QJsonObject& line = lines[static_cast<std::size_t>(i)];
        QCOMPARE(line[QStringLiteral("file")].toString(), files[i]);
        QCOMPARE(line[QStringLiteral("status")].toString(), expected[i]);
        const bool isOk = expected[i] == QStringLiteral("ok");
        QCOMPARE(line[QStringLiteral("reason")].isNull(), isOk);
        QVERIFY(isOk || line[QStringLiteral("reason")].toString().size() > 10);
    }
    QVERIFY(
        lines[1][QStringLiteral("probabilities")].isObject()); // a refused picture still has them
}

void TestCliPredict::givesTheDocumentedJson()
{
    const CliRun run = predict({QStringLiteral("--json"), path("chest.dcm")});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.json().size(), std::size_t{1});
    const QJsonObject line = run.json().front();
    QCOMPARE(line.keys(), documentedKeys);
    QCOMPARE(line[QStringLiteral("view")].toString(), QStringLiteral("PA"));
    QCOMPARE(line[QStringLiteral("threshold")].toDouble(), 0.5);
    QVERIFY(line[QStringLiteral("positive")].isBool());
    QVERIFY(line[QStringLiteral("warnings")].isArray());

    const QJsonObject probabilities = line[QStringLiteral("probabilities")].toObject();
    QCOMPARE(probabilities.keys(),
             (QStringList{QStringLiteral("covid"), QStringLiteral("normal"),
                          QStringLiteral("pneumonia")}));
    double sum = 0;
    double largest = 0;
    for (const QString& name : probabilities.keys()) {
        QVERIFY(probabilities[name].isDouble());
        sum += probabilities[name].toDouble();
        largest = std::max(largest, probabilities[name].toDouble());
    }
    QVERIFY(std::abs(sum - 1) < 1e-5);
    QCOMPARE(probabilities[line[QStringLiteral("label")].toString()].toDouble(), largest);

    const QJsonObject model = line[QStringLiteral("model")].toObject();
    QCOMPARE(model[QStringLiteral("name")].toString(), QStringLiteral("test-model"));
    QCOMPARE(model[QStringLiteral("sha256")].toString(),
             sha256Hex(*readFile(path("model/weights.safetensors"), 1 << 30)));
    const QJsonObject times = line[QStringLiteral("milliseconds")].toObject();
    for (const char* part : {"decode", "preprocess", "infer", "explain", "total"})
        QVERIFY2(times[QString::fromLatin1(part)].isDouble(), part);
    QVERIFY(times[QStringLiteral("total")].toDouble() > times[QStringLiteral("infer")].toDouble());
}

void TestCliPredict::writesNullForTheUnknown()
{
    const QJsonObject line
        = predict({QStringLiteral("--json"), path("missing.dcm")}).json().front();
    QCOMPARE(line.keys(), documentedKeys);
    for (const char* key : {"label", "probabilities", "positive", "view"})
        QVERIFY2(line[QString::fromLatin1(key)].isNull(), key);
    QVERIFY(line[QStringLiteral("milliseconds")].toObject()[QStringLiteral("decode")].isNull());
    QVERIFY(line[QStringLiteral("threshold")].isDouble());
}

void TestCliPredict::keepsIdentifiersToItself()
{
    const CliRun without = predict({QStringLiteral("--json"), path("chest.dcm")});
    QVERIFY(!without.output.contains(QStringLiteral("SECRET-17")));
    QVERIFY(!without.messages.contains(QStringLiteral("SECRET-17")));
    const CliRun with = predict({QStringLiteral("--json"), QStringLiteral("--with-identifiers"),
                                 path("chest.dcm"), path("chest.png")});
    QCOMPARE(with.json()[0][QStringLiteral("patient_id")].toString(), QStringLiteral("SECRET-17"));
    QVERIFY(with.json()[1].contains(QStringLiteral("patient_id")));
    QVERIFY(with.json()[1][QStringLiteral("patient_id")].isNull());
}

void TestCliPredict::printsATable()
{
    const CliRun run = predict({path("chest.dcm"), path("missing.dcm"), path("hand.dcm")});
    QCOMPARE(run.status, 1);
    const QStringList lines = run.lines();
    QCOMPARE(lines.size(), 4);
    for (const char* column : {"status", "label", "p_covid", "p_normal", "positive", "file"})
        QVERIFY2(lines[0].contains(QLatin1String(column)), column);
    QVERIFY(lines[1].startsWith(QStringLiteral("ok")) && lines[1].endsWith(path("chest.dcm")));
    QVERIFY(lines[2].startsWith(QStringLiteral("error"))
            && lines[2].contains(QStringLiteral("There is no file")));
    QVERIFY(lines[3].startsWith(QStringLiteral("refused")));
    QVERIFY(run.messages.contains(QStringLiteral("Not for diagnosis.")));
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
    const CliRun run = predict({QStringLiteral("--json"), QStringLiteral("--saliency"), folder,
                                path("chest.dcm"), path("other/chest.dcm"), path("chest.png"),
                                path("missing.dcm"), path("hand.dcm")});
    QCOMPARE(run.status, 1);
    QCOMPARE(QDir(folder).entryList(QDir::Files),
             (QStringList{QStringLiteral("chest.dcm.saliency-2.png"),
                          QStringLiteral("chest.dcm.saliency.png"),
                          QStringLiteral("chest.png.saliency.png"),
                          QStringLiteral("hand.dcm.saliency.png")}));
    const cv::Mat overlay
        = cv::imread((folder + QStringLiteral("/chest.dcm.saliency.png")).toStdString());
    QCOMPARE(overlay.cols, 96);
    QCOMPARE(overlay.rows, 112);
}

void TestCliPredict::reportsAnOverlayThatCannotBeWritten()
{
    const CliRun run = predict({QStringLiteral("--json"), QStringLiteral("--saliency"),
                                path("note.txt") + QStringLiteral("/maps"), path("chest.dcm")});
    QCOMPARE(run.status, 1);
    QVERIFY(run.messages.contains(QStringLiteral("Cannot create the folder")));
}

void TestCliPredict::refusesABadModel_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << QStringLiteral("none") << QStringLiteral("There is no model package");
    QTest::newRow("one byte changed") << QStringLiteral("byte") << QStringLiteral("SHA-256");
    QTest::newRow("one tensor removed")
        << QStringLiteral("tensor") << QStringLiteral("features.7.conv.2.weight");
    QTest::newRow("newer version") << QStringLiteral("version") << QStringLiteral("format_version");
}

void TestCliPredict::refusesABadModel()
{
    QFETCH(QString, kind);
    QFETCH(QString, expected);
    const QString folder = path("altered");
    const QString weightsFile = folder + QStringLiteral("/weights.safetensors");
    const QString manifestFile = folder + QStringLiteral("/manifest.json");
    QDir(folder).removeRecursively();
    if (kind != QStringLiteral("none")) {
        QVERIFY(saveModelPackage(quickPackage(), folder));
        QByteArray weights = *readFile(weightsFile, 1 << 30);
        QJsonObject manifest = QJsonDocument::fromJson(*readFile(manifestFile, 1 << 20)).object();
        if (kind == QStringLiteral("byte"))
            weights[weights.size() - 9] = static_cast<char>(weights[weights.size() - 9] ^ 4);
        if (kind == QStringLiteral("tensor")) {
            WeightMap map = *parseSafetensors(weights);
            map.tensors.erase("features.7.conv.2.weight");
            weights = toSafetensors(map);
            manifest[QStringLiteral("weights_sha256")] = sha256Hex(weights);
        }
        if (kind == QStringLiteral("version"))
            manifest[QStringLiteral("format_version")] = 99;
        QVERIFY(writeFileAtomically(weightsFile, weights));
        QVERIFY(writeFileAtomically(manifestFile, QJsonDocument(manifest).toJson()));
    }
    for (const QStringList& command :
         {QStringList{QStringLiteral("predict"), QStringLiteral("--json"), path("chest.dcm"),
                      QStringLiteral("--model"), folder},
          QStringList{QStringLiteral("model"), QStringLiteral("verify"), folder},
          QStringList{QStringLiteral("model"), QStringLiteral("info"), folder}}) {
        const CliRun run = runCli(command);
        QCOMPARE(run.status, 3);
        QVERIFY2(run.output.isEmpty(), qPrintable(run.output)); // before any file is read
        QVERIFY2(run.messages.contains(expected), qPrintable(run.messages));
    }
}

void TestCliPredict::stopsAtCtrlC()
{
    QStringList arguments = {QStringLiteral("predict"), QStringLiteral("--json"),
                             QStringLiteral("--model"), path("model")};
    for (int i = 0; i < 5000; ++i)
        arguments.append(path("chest.dcm"));
    QProcess process;
    process.start(QStringLiteral(CCAD_CLI), arguments);
    QVERIFY(process.waitForReadyRead(60000)); // it is at work
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    const QByteArray output = process.readAllStandardOutput();
    QVERIFY(output.endsWith('\n')); // no half line
    QVERIFY(output.count('\n') < 5000);
}

QTEST_GUILESS_MAIN(TestCliPredict)
#include "test_cli_predict.moc"
