// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include "tests/cli/cli_run.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace ccad;
using namespace ccad::test;

/// Tries a narrow network on drawn chests: 24 images of 12 patients, three classes, two sources.
class TestCliEvaluate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void writesTheContract();
    void printsJson();
    void breaksDownByColumn();
    void takesTheTestSide();
    void knowsDicomPatients();
    void namesWhatItCannotRead();
    void refusesClassesThatTheModelDoesNotKnow();
    void triesOneClass();
    void keepsOtherPeoplesFiles();
    void repeatsItself();
    void reportsWrongUsage_data();
    void reportsWrongUsage();
    void reportsAMissingModel();
    void stopsAtCtrlC();
    void comparesTwoModels();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name));
    }
    /// evaluate DATASET --out OUT --model model, and more.
    [[nodiscard]] QStringList arguments(const QString& dataset, const char* out,
                                        const char* more = "") const
    {
        return QStringList{QStringLiteral("evaluate"), dataset,
                           QStringLiteral("--out"),    path(out),
                           QStringLiteral("--model"),  path("model")}
        + QString::fromLatin1(more).split(u' ', Qt::SkipEmptyParts);
    }
    [[nodiscard]] CliRun evaluate(const char* dataset, const char* out, const char* more = "") const
    {
        return runCli(arguments(path(dataset), out, more));
    }
    [[nodiscard]] QByteArray content(const char* name) const
    {
        const auto bytes = readFile(path(name), 1 << 24);
        return bytes ? *bytes : QByteArray();
    }
    [[nodiscard]] QJsonObject json(const char* name) const
    {
        return QJsonDocument::fromJson(content(name)).object();
    }

    QTemporaryDir m_dir;
};

void TestCliEvaluate::initTestCase()
{
    ModelPackage package = quickPackage();
    QVERIFY(saveModelPackage(package, path("model")));
    QVERIFY(QDir().mkpath(path("data/images")));
    QByteArray manifest = "file,label,patient,source,view,split\n";
    QByteArray nameless = "file,label\n";
    const QByteArrayList labels = {"covid", "pneumonia", "normal"};
    for (int i = 0; i < 24; ++i) {
        const QByteArray number = QByteArray::number(i);
        const QByteArray patient = QByteArray::number(i / 2);
        const QByteArray name = "images/chest, no. " + number + ".dcm";
        const QByteArray dicom = chestDicom([&](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_PatientID, ("id-" + patient).constData());
            dataset.putAndInsertString(DCM_WindowCenter, QByteArray::number(1000 + 150 * i));
            dataset.putAndInsertString(DCM_WindowWidth, "3000");
        });
        QVERIFY(writeFileAtomically(path("data/") + QString::fromLatin1(name), dicom));
        const QByteArray& label = labels[i / 2 % 3];
        manifest += '"' + name + "\"," + label + ",p" + patient + (i % 4 < 2 ? ",north" : ",south")
            + (i % 3 == 0 ? ",AP" : ",PA") + (i < 12 ? ",train" : ",test") + '\n';
        nameless += '"' + name + "\"," + label + '\n';
    }
    QVERIFY(writeFileAtomically(path("data/manifest.csv"), manifest));
    QVERIFY(writeFileAtomically(path("data/nameless.csv"), nameless));
}

void TestCliEvaluate::writesTheContract()
{
    const CliRun run = evaluate("data", "results", "--split all");
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(QStringLiteral("24 images of 12 patients")));
    for (const char* name : {"results/roc.csv", "results/roc.svg", "results/confusion.csv"})
        QVERIFY2(!content(name).isEmpty(), name);
    const QJsonObject metrics = json("results/metrics.json");
    QCOMPARE(metrics[QStringLiteral("n")].toInt(), 24);
    QCOMPARE(metrics[QStringLiteral("by")].toObject().keys().join(u' '),
             QStringLiteral("north south"));
    const auto table = parseCsv(content("results/predictions.csv"));
    QVERIFY(table);
    QCOMPARE(table->header.join(u' '),
             QStringLiteral("file patient source label predicted p_covid p_pneumonia p_normal"));
    QCOMPARE(table->rows.size(), std::size_t{24});
    int right = 0;
    for (const QStringList& row : table->rows) {
        QVERIFY(row[0].startsWith(QStringLiteral("images/chest, no. ")));
        right += row[3] == row[4] ? 1 : 0;
    }
    QCOMPARE(metrics[QStringLiteral("accuracy")].toDouble(), right / 24.0);
    // The same answer as predict gives.
    const CliRun single
        = runCli({QStringLiteral("predict"), QStringLiteral("--json"), QStringLiteral("--model"),
                  path("model"), path("data/") + table->rows[0][0]});
    const auto probabilities = single.json().front()[QStringLiteral("probabilities")].toObject();
    QVERIFY(
        std::abs(probabilities[QStringLiteral("covid")].toDouble() - table->rows[0][5].toDouble())
        < 1e-5);
}

void TestCliEvaluate::printsJson()
{
    const CliRun run = evaluate("data", "json", "--split all --json");
    QCOMPARE(run.status, 0);
    QCOMPARE(run.lines().size(), 1);
    QCOMPARE(run.json().front(), json("json/metrics.json"));
    QVERIFY(run.messages.contains(QStringLiteral("Research use only")));
}

void TestCliEvaluate::breaksDownByColumn()
{
    const CliRun run = evaluate("data", "by", "--split all --by view --where source=north");
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QJsonObject by = json("by/metrics.json")[QStringLiteral("by")].toObject();
    QCOMPARE(by.keys().join(u' '), QStringLiteral("AP PA"));
    QCOMPARE(by[QStringLiteral("AP")].toObject()[QStringLiteral("n")].toInt()
                 + by[QStringLiteral("PA")].toObject()[QStringLiteral("n")].toInt(),
             12);
    const CliRun missing = evaluate("data", "never", "--by colour");
    QCOMPARE(missing.status, 1);
    QVERIFY2(missing.messages.contains(QStringLiteral("\"colour\"")), qPrintable(missing.messages));
}

void TestCliEvaluate::takesTheTestSide()
{
    const CliRun automatic = evaluate("data", "test");
    QCOMPARE(automatic.status, 0);
    QCOMPARE(json("test/metrics.json")[QStringLiteral("n")].toInt(), 12);
    QVERIFY(automatic.output.contains(QStringLiteral("12 others were left out")));
    QCOMPARE(evaluate("data", "test", "--split test").status, 0);
    const CliRun none = evaluate("data/nameless.csv", "never", "--split test");
    QCOMPARE(none.status, 1);
    QVERIFY2(none.messages.contains(QStringLiteral("--split all")), qPrintable(none.messages));
    QVERIFY(!QFile::exists(path("never")));
}

void TestCliEvaluate::knowsDicomPatients()
{
    const CliRun run = evaluate("data/nameless.csv", "nameless");
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QCOMPARE(json("nameless/metrics.json")[QStringLiteral("n_patients")].toInt(), 12);
    QVERIFY(!content("nameless/predictions.csv").contains("id-")); // pseudonyms only
    const CliRun pattern
        = evaluate("data/nameless.csv", "nameless", "--patients no..([0-9])[0-9]*.dcm$");
    QVERIFY2(pattern.status == 0, qPrintable(pattern.messages));
    QCOMPARE(json("nameless/metrics.json")[QStringLiteral("n_patients")].toInt(), 10);
    const CliRun unknown = evaluate("data/nameless.csv", "nameless", "--patients (x)yz");
    QCOMPARE(unknown.status, 0);
    QVERIFY(unknown.output.contains(QStringLiteral("patients not known")));
    QVERIFY(unknown.output.contains(QStringLiteral("name no patient")));
    QCOMPARE(evaluate("data/nameless.csv", "nameless", "--patients (").status, 2);
}

void TestCliEvaluate::namesWhatItCannotRead()
{
    QVERIFY(writeFileAtomically(path("data/images/broken.dcm"), chestDicom().left(700)));
    QVERIFY(writeFileAtomically(
        path("data/some.csv"),
        content("data/manifest.csv")
                .left(content("data/manifest.csv").indexOf("\"images/chest, no. 6."))
            + "images/broken.dcm,covid,p9,north,AP,test\n"
              "images/absent.dcm,covid,p9,north,AP,test\n"));
    const CliRun run = evaluate("data/some.csv", "some", "--split all");
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(QStringLiteral("broken.dcm")), qPrintable(run.messages));
    QVERIFY2(run.messages.contains(QStringLiteral("absent.dcm")), qPrintable(run.messages));
    QCOMPARE(json("some/metrics.json")[QStringLiteral("n")].toInt(), 6);
    QCOMPARE(json("some/metrics.json")[QStringLiteral("unreadable")].toInt(), 2);
    QVERIFY(content("some/unreadable.txt").contains("absent.dcm"));
    const CliRun none = evaluate("data/some.csv", "never", "--where patient=p9");
    QCOMPARE(none.status, 1);
    QVERIFY2(none.messages.contains(QStringLiteral("None of the 2 images")),
             qPrintable(none.messages));
    QVERIFY(!QFile::exists(path("never")));
}

void TestCliEvaluate::refusesClassesThatTheModelDoesNotKnow()
{
    QVERIFY(writeFileAtomically(
        path("data/flu.csv"),
        content("data/manifest.csv")
            + "\"images/chest, no. 0.dcm\",\"flu, or so\",p99,north,AP,test\n"));
    const CliRun run = evaluate("data/flu.csv", "never");
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(QStringLiteral("\"flu, or so\"")), qPrintable(run.messages));
    QVERIFY2(run.messages.contains(QStringLiteral("\"pneumonia\"")), qPrintable(run.messages));
    QVERIFY(!QFile::exists(path("never")));
}

/// Whoever has images of one disease alone still learns the sensitivity.
void TestCliEvaluate::triesOneClass()
{
    const CliRun run = evaluate("data", "one", "--split all --where label=covid");
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(QStringLiteral("no images of \"pneumonia\", \"normal\"")));
    const QJsonObject covid = json("one/metrics.json")[QStringLiteral("per_class")]
                                  .toObject()[QStringLiteral("covid")]
                                  .toObject();
    QVERIFY(covid[QStringLiteral("sensitivity")].isDouble());
    QVERIFY(covid[QStringLiteral("auc")].isNull());
    QVERIFY(covid[QStringLiteral("specificity")].isNull());
}

void TestCliEvaluate::keepsOtherPeoplesFiles()
{
    QVERIFY(QDir().mkpath(path("mine")));
    QVERIFY(writeFileAtomically(path("mine/thesis.txt"), "years of work"));
    const CliRun run = evaluate("data", "mine");
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(QStringLiteral("thesis.txt")), qPrintable(run.messages));
    QVERIFY2(run.output.isEmpty(), qPrintable(run.output)); // asked before the work
    QCOMPARE(content("mine/thesis.txt"), QByteArray("years of work"));
    QCOMPARE(evaluate("data", "model").status, 1); // a package is no folder of results
    QVERIFY(loadModelPackage(path("model")));
    if (::geteuid() == 0)
        return; // root may write anywhere
    QVERIFY(QDir().mkpath(path("readonly")));
    QVERIFY(QFile::setPermissions(path("readonly"), QFile::ReadOwner | QFile::ExeOwner));
    QCOMPARE(evaluate("data", "readonly/results").status, 1);
}

void TestCliEvaluate::repeatsItself()
{
    QCOMPARE(evaluate("data", "once").status, 0);
    QCOMPARE(evaluate("data", "twice").status, 0);
    for (const QString& name : QDir(path("once")).entryList(QDir::Files))
        QCOMPARE(content(("once/" + name.toLatin1()).constData()),
                 content(("twice/" + name.toLatin1()).constData()));
}

void TestCliEvaluate::reportsWrongUsage_data()
{
    QTest::addColumn<QString>("line");
    for (const char* line :
         {"evaluate", "evaluate DATA", "evaluate A B --out DIR",
          "evaluate A --out DIR --split train", "evaluate A --out DIR --where nothing",
          "evaluate A --out DIR --colour", "compare", "compare A", "compare A B C",
          "compare A B --class"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void TestCliEvaluate::reportsWrongUsage()
{
    QFETCH(QString, line);
    const CliRun run = runCli(line.split(u' '));
    QCOMPARE(run.status, 2);
    QVERIFY2(run.messages.contains(QStringLiteral("Usage: ccad-cli ") + line.section(u' ', 0, 0)),
             qPrintable(run.messages));
}

void TestCliEvaluate::reportsAMissingModel()
{
    const CliRun run = runCli({QStringLiteral("evaluate"), path("data"), QStringLiteral("--out"),
                               path("never"), QStringLiteral("--model"), path("none")});
    QCOMPARE(run.status, 3);
    const CliRun data = evaluate("none", "never");
    QCOMPARE(data.status, 1);
    QVERIFY(data.messages.contains(path("none")));
}

void TestCliEvaluate::stopsAtCtrlC()
{
    QByteArray many = "file,label\n";
    for (int i = 0; i < 20000; ++i)
        many += "\"images/chest, no. " + QByteArray::number(i % 24) + ".dcm\","
            + (i % 2 == 0 ? "covid" : "normal") + '\n';
    QVERIFY(writeFileAtomically(path("data/many.csv"), many));
    QProcess process;
    process.start(QStringLiteral(CCAD_CLI), arguments(path("data/many.csv"), "never"));
    QVERIFY(process.waitForStarted());
    // Nothing is printed before the end, so Ctrl+C is sent once the kernel says that it is caught.
    const QString status = QStringLiteral("/proc/%1/status").arg(process.processId());
    const auto catchesCtrlC = [&status] {
        QFile file(status);
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QByteArray text = file.readAll();
        const QByteArray mask = text.mid(text.indexOf("SigCgt:") + 7, 18).trimmed();
        return (mask.toULongLong(nullptr, 16) & (1ULL << (SIGINT - 1))) != 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(catchesCtrlC(), 60000);
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!QFile::exists(path("never")));
}

void TestCliEvaluate::comparesTwoModels()
{
    ModelPackage other = quickPackage();
    other.manifest.name = QStringLiteral("other");
    for (auto& [name, tensor] : other.weights.tensors)
        if (name == "classifier.1.weight")
            std::reverse(tensor.values.begin(), tensor.values.end());
    QVERIFY(saveModelPackage(other, path("other-model")));
    QCOMPARE(evaluate("data", "first", "--split all").status, 0);
    QStringList second = arguments(path("data"), "second", "--split test");
    second[5] = path("other-model");
    QCOMPARE(runCli(second).status, 0);
    const QStringList compare = {QStringLiteral("compare"), path("first"), path("second")};
    const CliRun text = runCli(compare);
    QVERIFY2(text.status == 0, qPrintable(text.messages));
    QVERIFY(text.output.contains(QStringLiteral("covid against the rest, on the 12 images")));
    const CliRun run = runCli(compare
                              + QStringList{QStringLiteral("--json"), QStringLiteral("--class"),
                                            QStringLiteral("normal")});
    QCOMPARE(run.status, 0);
    const QJsonObject found = run.json().front();
    QCOMPARE(found[QStringLiteral("images")].toInt(), 12);
    QCOMPARE(found[QStringLiteral("only_first")].toInt(), 12);
    QCOMPARE(found[QStringLiteral("second_auc")].toDouble(),
             json("second/metrics.json")[QStringLiteral("per_class")]
                 .toObject()[QStringLiteral("normal")]
                 .toObject()[QStringLiteral("auc")]
                 .toDouble());
    QCOMPARE(runCli(compare + QStringList{QStringLiteral("--class"), QStringLiteral("flu")}).status,
             1);
    QCOMPARE(runCli({QStringLiteral("compare"), path("first"), path("model")}).status, 1);
    QCOMPARE(runCli({QStringLiteral("compare"), path("first"), path("none")}).status, 3);
}

QTEST_GUILESS_MAIN(TestCliEvaluate)
#include "test_cli_evaluate.moc"
