// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/patience.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad::test;

class TestCliUsage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void helps_data();
    void helps();
    void tellsItsVersion();
    void reportsAFullDisk();
};

void TestCliUsage::refusesWrongUsage_data()
{
    QTest::addColumn<QString>("arguments"); // separated by spaces
    for (const char* arguments :
         {"", "frobnicate", "predict", "predict --json", "predict --colour a.dcm",
          "predict a.dcm --model", "predict a.dcm --json=yes", "results", "results a.dcm",
          "results --out DIR", "results a.dcm --out DIR --region-level 1",
          "results a.dcm --out DIR --study-date 30.11.2026",
          "results a.dcm --out DIR --anonymous --patient-id 7",
          "results a.dcm --out DIR --patient-id 7", "results a.dcm --out DIR --complete",
          "results a.dcm --out DIR --reader Doe^Jane", "doctor a.dcm", "doctor --colour", "show",
          "show --colour", "model", "model info", "model explode DIR", "model info A B",
          "model import FILE", "model import FILE --out", "model verify DIR --out OTHER",
          "model verify DIR --json", "train", "train DATA",
          // Options that would have no effect.
          "predict a.dcm --with-identifiers", "screen --merge a.csv --out b.csv --model DIR",
          "screen --merge a.csv --out b.csv --jobs 2",
          "screen --merge a.csv --out b.csv --shard 1/1",
          "severity fit m.csv --record --alike-classes join",
          "severity fit m.csv --record --class-folder first", "gate DATA --good-where a=b",
          "gate DATA --try-only --images 20", "gate DATA --try-only --learn-other OTHER",
          "bench --only readers --model DIR", "deidentify --open-mapping FILE --json",
          "deidentify --open-mapping FILE a.dcm",
          "deidentify a.dcm --out DIR --blank none --boxes FILE",
          "train DATA --out DIR --outside-where a=b", "trials DATA --out DIR --name x",
          "train DATA --out DIR --recipe paper --crop-margin 0.1",
          "train DATA --out DIR --epochs 0 --lr 0.1",
          "train DATA --out DIR --fine-tune-epochs 0 --fine-tune-lr 0.1", "train A B --out DIR",
          "train /nonexistent --out none --recipe magic",
          "train /nonexistent --out none --batch many", "train /nonexistent --out none --dropout 2",
          "train /nonexistent --out none --seed -1", "train /nonexistent --out none --epochs 1.5"})
        QTest::newRow(*arguments == '\0' ? "nothing" : arguments) << QString::fromLatin1(arguments);
}

void TestCliUsage::refusesWrongUsage()
{
    QFETCH(QString, arguments);
    const CliRun run = runCli(arguments.split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(run.status, 2);
    QVERIFY2(run.output.isEmpty(), qPrintable(run.output));
    QVERIFY2(run.messages.contains(u"Usage: ccad-cli"_s), qPrintable(run.messages));
}

void TestCliUsage::helps_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    QTest::newRow("all") << QStringList{u"--help"_s} << u"model verify"_s;
    QTest::newRow("predict") << QStringList{u"predict"_s, u"--help"_s} << u"--saliency"_s;
    QTest::newRow("results") << QStringList{u"results"_s, u"--help"_s} << u"--anonymous"_s;
    QTest::newRow("model") << QStringList{u"model"_s, u"-h"_s} << u"--out"_s;
    QTest::newRow("train") << QStringList{u"train"_s, u"--help"_s} << u"--fine-tune-epochs"_s;
    QTest::newRow("cross-validate")
        << QStringList{u"cross-validate"_s, u"--help"_s} << u"--folds"_s;
    QTest::newRow("evaluate") << QStringList{u"evaluate"_s, u"--help"_s} << u"--patients"_s;
    QTest::newRow("calibrate") << QStringList{u"calibrate"_s, u"--help"_s} << u"--coverage"_s;
    QTest::newRow("compare") << QStringList{u"compare"_s, u"--help"_s} << u"--class"_s;
    QTest::newRow("forget") << QStringList{u"forget"_s, u"--help"_s} << u"--older-than"_s;
}

void TestCliUsage::helps()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, expected);
    const CliRun run = runCli(arguments);
    QCOMPARE(run.status, 0);
    QVERIFY2(run.output.contains(expected), qPrintable(run.output));
    QVERIFY(run.output.startsWith(u"Usage: ccad-cli"_s));
    QVERIFY(run.messages.isEmpty());
}

void TestCliUsage::tellsItsVersion()
{
    const CliRun run = runCli({u"--version"_s});
    QCOMPARE(run.status, 0);
    QVERIFY(run.output.startsWith(u"ccad-cli "_s));
}

void TestCliUsage::reportsAFullDisk()
{
    if (!QFile::exists(u"/dev/full"_s))
        QSKIP("This system has no /dev/full to stand for a full disk.");
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start(QStringLiteral(CCAD_CLI), {u"--version"_s});
    QVERIFY(process.waitForFinished(ccad::test::patienceMs));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("standard output"));
}

QTEST_GUILESS_MAIN(TestCliUsage)
#include "test_cli_usage.moc"
