// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "tests/cli/cli_run.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;

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
        return QStringList{u"evaluate"_s, dataset,      u"--out"_s,
                           path(out),     u"--model"_s, path("model")}
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
    QVERIFY(run.output.contains(u"24 images of 12 patients"_s));
    for (const char* name : {"results/roc.csv", "results/roc.svg", "results/confusion.csv"})
        QVERIFY2(!content(name).isEmpty(), name);
    const QJsonObject metrics = json("results/metrics.json");
    QCOMPARE(metrics[u"n"_s].toInt(), 24);
    QCOMPARE(metrics[u"by"_s].toObject().keys().join(u' '), u"north south"_s);
    const auto table = parseCsv(content("results/predictions.csv"));
    QVERIFY(table);
    QCOMPARE(table->header.join(u' '),
             u"file patient source label predicted p_covid p_pneumonia p_normal"_s);
    QCOMPARE(table->rows.size(), std::size_t{24});
    int right = 0;
    for (const QStringList& row : table->rows) {
        QVERIFY(row[0].startsWith(u"images/chest, no. "_s));
        right += row[3] == row[4] ? 1 : 0;
    }
    QCOMPARE(metrics[u"accuracy"_s].toDouble(), right / 24.0);
    // The same answer as predict gives.
    const CliRun single = runCli({u"predict"_s, u"--json"_s, u"--model"_s, path("model"),
                                  path("data/") + table->rows[0][0]});
    const auto probabilities = single.json().front()[u"probabilities"_s].toObject();
    QVERIFY(std::abs(probabilities[u"covid"_s].toDouble() - table->rows[0][5].toDouble()) < 1e-5);
}

void TestCliEvaluate::printsJson()
{
    const CliRun run = evaluate("data", "json", "--split all --json");
    QCOMPARE(run.status, 0);
    QCOMPARE(run.lines().size(), 1);
    QCOMPARE(run.json().front(), json("json/metrics.json"));
    QVERIFY(run.messages.contains(u"Research use only"_s));
}

void TestCliEvaluate::breaksDownByColumn()
{
    const CliRun run = evaluate("data", "by", "--split all --by view --where source=north");
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QJsonObject by = json("by/metrics.json")[u"by"_s].toObject();
    QCOMPARE(by.keys().join(u' '), u"AP PA"_s);
    QCOMPARE(by[u"AP"_s].toObject()[u"n"_s].toInt() + by[u"PA"_s].toObject()[u"n"_s].toInt(), 12);
    const CliRun missing = evaluate("data", "never", "--by colour");
    QCOMPARE(missing.status, 1);
    QVERIFY2(missing.messages.contains(u"\"colour\""_s), qPrintable(missing.messages));
}

void TestCliEvaluate::takesTheTestSide()
{
    const CliRun automatic = evaluate("data", "test");
    QCOMPARE(automatic.status, 0);
    QCOMPARE(json("test/metrics.json")[u"n"_s].toInt(), 12);
    QVERIFY(automatic.output.contains(u"12 others were left out"_s));
    QCOMPARE(evaluate("data", "test", "--split test").status, 0);
    const CliRun none = evaluate("data/nameless.csv", "never", "--split test");
    QCOMPARE(none.status, 1);
    QVERIFY2(none.messages.contains(u"--split all"_s), qPrintable(none.messages));
    QVERIFY(!QFile::exists(path("never")));
}

void TestCliEvaluate::knowsDicomPatients()
{
    const CliRun run = evaluate("data/nameless.csv", "nameless");
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QCOMPARE(json("nameless/metrics.json")[u"n_patients"_s].toInt(), 12);
    QVERIFY(!content("nameless/predictions.csv").contains("id-")); // pseudonyms only
    const CliRun pattern
        = evaluate("data/nameless.csv", "nameless", "--patients no..([0-9])[0-9]*.dcm$");
    QVERIFY2(pattern.status == 0, qPrintable(pattern.messages));
    QCOMPARE(json("nameless/metrics.json")[u"n_patients"_s].toInt(), 10);
    const CliRun unknown = evaluate("data/nameless.csv", "nameless", "--patients (x)yz");
    QCOMPARE(unknown.status, 0);
    QVERIFY(unknown.output.contains(u"patients not known"_s));
    QVERIFY(unknown.output.contains(u"name no patient"_s));
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
    QVERIFY2(run.messages.contains(u"broken.dcm"_s), qPrintable(run.messages));
    QVERIFY2(run.messages.contains(u"absent.dcm"_s), qPrintable(run.messages));
    QCOMPARE(json("some/metrics.json")[u"n"_s].toInt(), 6);
    QCOMPARE(json("some/metrics.json")[u"unreadable"_s].toInt(), 2);
    QVERIFY(content("some/unreadable.txt").contains("absent.dcm"));
    const CliRun none = evaluate("data/some.csv", "never", "--where patient=p9");
    QCOMPARE(none.status, 1);
    QVERIFY2(none.messages.contains(u"None of the 2 images"_s), qPrintable(none.messages));
    QVERIFY(!QFile::exists(path("never")));
}

void TestCliEvaluate::refusesClassesThatTheModelDoesNotKnow()
{
    QByteArray manifest = content("data/manifest.csv");
    const QByteArray known = "\"images/chest, no. 12.dcm\",covid"; // of the test side
    QVERIFY(manifest.contains(known));
    QVERIFY(writeFileAtomically(
        path("data/flu.csv"),
        manifest.replace(known, "\"images/chest, no. 12.dcm\",\"flu, or so\"")));
    const CliRun run = evaluate("data/flu.csv", "never");
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(u"\"flu, or so\""_s), qPrintable(run.messages));
    QVERIFY2(run.messages.contains(u"\"pneumonia\""_s), qPrintable(run.messages));
    QVERIFY(!QFile::exists(path("never")));
}

/// Whoever has images of one disease alone still learns the sensitivity.
void TestCliEvaluate::triesOneClass()
{
    const CliRun run = evaluate("data", "one", "--split all --where label=covid");
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(u"no images of \"pneumonia\", \"normal\""_s));
    const QJsonObject covid
        = json("one/metrics.json")[u"per_class"_s].toObject()[u"covid"_s].toObject();
    QVERIFY(covid[u"sensitivity"_s].isDouble());
    QVERIFY(covid[u"auc"_s].isNull());
    QVERIFY(covid[u"specificity"_s].isNull());
}

void TestCliEvaluate::keepsOtherPeoplesFiles()
{
    QVERIFY(QDir().mkpath(path("mine")));
    QVERIFY(writeFileAtomically(path("mine/thesis.txt"), "years of work"));
    const CliRun run = evaluate("data", "mine");
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(u"thesis.txt"_s), qPrintable(run.messages));
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
    QVERIFY2(run.messages.contains(u"Usage: ccad-cli "_s + line.section(u' ', 0, 0)),
             qPrintable(run.messages));
}

void TestCliEvaluate::reportsAMissingModel()
{
    const CliRun run = runCli(
        {u"evaluate"_s, path("data"), u"--out"_s, path("never"), u"--model"_s, path("none")});
    QCOMPARE(run.status, 3);
    const CliRun data = evaluate("none", "never");
    QCOMPARE(data.status, 1);
    QVERIFY(data.messages.contains(path("none")));
}

void TestCliEvaluate::stopsAtCtrlC()
{
    QByteArray many = "file,label\n"; // films that differ, since each counts once
    const QByteArray film = content("data/images/chest, no. 0.dcm");
    for (int i = 0; i < 2000; ++i) {
        const QByteArray name = "images/many " + QByteArray::number(i) + ".dcm";
        QByteArray own = film;
        for (int at = 0; at < 2; ++at) // in the preamble, which says nothing
            own[at] = static_cast<char>(i >> (8 * at));
        QVERIFY(writeFileAtomically(path("data/") + QString::fromLatin1(name), own));
        many += name + (i % 2 == 0 ? ",covid\n" : ",normal\n");
    }
    QVERIFY(writeFileAtomically(path("data/many.csv"), many));
    QProcess process;
    process.start(QStringLiteral(CCAD_CLI), arguments(path("data/many.csv"), "never"));
    QVERIFY(process.waitForStarted(test::patienceMs));
    // Nothing is printed before the end, so Ctrl+C is sent once the kernel says that it is caught.
    const QString status = u"/proc/%1/status"_s.arg(process.processId());
    const auto catchesCtrlC = [&status] {
        QFile file(status);
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QByteArray text = file.readAll();
        const QByteArray mask = text.mid(text.indexOf("SigCgt:") + 7, 18).trimmed();
        return (mask.toULongLong(nullptr, 16) & (1ULL << (SIGINT - 1))) != 0;
    };
    QTRY_VERIFY(catchesCtrlC());
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(test::patienceMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!QFile::exists(path("never")));
}

void TestCliEvaluate::comparesTwoModels()
{
    ModelPackage other = quickPackage();
    other.manifest.name = u"other"_s;
    for (auto& [name, tensor] : other.weights.tensors)
        if (name == "classifier.1.weight")
            std::reverse(tensor.values.begin(), tensor.values.end());
    QVERIFY(saveModelPackage(other, path("other-model")));
    QCOMPARE(evaluate("data", "first", "--split all").status, 0);
    QStringList second = arguments(path("data"), "second", "--split test");
    second[5] = path("other-model");
    QCOMPARE(runCli(second).status, 0);
    const QStringList compare = {u"compare"_s, path("first"), path("second")};
    const CliRun text = runCli(compare);
    QVERIFY2(text.status == 0, qPrintable(text.messages));
    QVERIFY(text.output.contains(u"covid against the rest, on the 12 images"_s));
    const CliRun run = runCli(compare + QStringList{u"--json"_s, u"--class"_s, u"normal"_s});
    QCOMPARE(run.status, 0);
    const QJsonObject found = run.json().front();
    QCOMPARE(found[u"images"_s].toInt(), 12);
    QCOMPARE(found[u"only_first"_s].toInt(), 12);
    QCOMPARE(found[u"second_auc"_s].toDouble(),
             json("second/metrics.json")[u"per_class"_s]
                 .toObject()[u"normal"_s]
                 .toObject()[u"auc"_s]
                 .toDouble());
    QCOMPARE(runCli(compare + QStringList{u"--class"_s, u"flu"_s}).status, 1);
    QCOMPARE(runCli({u"compare"_s, path("first"), path("model")}).status, 1);
    QCOMPARE(runCli({u"compare"_s, path("first"), path("none")}).status, 3);
}

QTEST_GUILESS_MAIN(TestCliEvaluate)
#include "test_cli_evaluate.moc"
