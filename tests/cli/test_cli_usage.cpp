// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"

#include <QTest>

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
    for (const char* arguments : {"",
                                  "frobnicate",
                                  "predict",
                                  "predict --json",
                                  "predict --colour a.dcm",
                                  "predict a.dcm --model",
                                  "predict a.dcm --json=yes",
                                  "model",
                                  "model info",
                                  "model explode DIR",
                                  "model info A B",
                                  "model import FILE",
                                  "model import FILE --out",
                                  "model verify DIR --out OTHER",
                                  "model verify DIR --json",
                                  "train",
                                  "train DATA",
                                  "train A B --out DIR",
                                  "train /nonexistent --out none --recipe magic",
                                  "train /nonexistent --out none --batch many",
                                  "train /nonexistent --out none --dropout 2",
                                  "train /nonexistent --out none --seed -1",
                                  "train /nonexistent --out none --epochs 1.5"})
        QTest::newRow(*arguments == '\0' ? "nothing" : arguments) << QString::fromLatin1(arguments);
}

void TestCliUsage::refusesWrongUsage()
{
    QFETCH(QString, arguments);
    const CliRun run = runCli(arguments.split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(run.status, 2);
    QVERIFY2(run.output.isEmpty(), qPrintable(run.output));
    QVERIFY2(run.messages.contains(QStringLiteral("Usage: ccad-cli")), qPrintable(run.messages));
}

void TestCliUsage::helps_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    QTest::newRow("all") << QStringList{QStringLiteral("--help")} << QStringLiteral("model verify");
    QTest::newRow("predict") << QStringList{QStringLiteral("predict"), QStringLiteral("--help")}
                             << QStringLiteral("--saliency");
    QTest::newRow("model") << QStringList{QStringLiteral("model"), QStringLiteral("-h")}
                           << QStringLiteral("--out");
    QTest::newRow("train") << QStringList{QStringLiteral("train"), QStringLiteral("--help")}
                           << QStringLiteral("--fine-tune-epochs");
    QTest::newRow("cross-validate")
        << QStringList{QStringLiteral("cross-validate"), QStringLiteral("--help")}
        << QStringLiteral("--folds");
    QTest::newRow("evaluate") << QStringList{QStringLiteral("evaluate"), QStringLiteral("--help")}
                              << QStringLiteral("--patients");
    QTest::newRow("compare") << QStringList{QStringLiteral("compare"), QStringLiteral("--help")}
                             << QStringLiteral("--class");
}

void TestCliUsage::helps()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, expected);
    const CliRun run = runCli(arguments);
    QCOMPARE(run.status, 0);
    QVERIFY2(run.output.contains(expected), qPrintable(run.output));
    QVERIFY(run.output.startsWith(QStringLiteral("Usage: ccad-cli")));
    QVERIFY(run.messages.isEmpty());
}

void TestCliUsage::tellsItsVersion()
{
    const CliRun run = runCli({QStringLiteral("--version")});
    QCOMPARE(run.status, 0);
    QVERIFY(run.output.startsWith(QStringLiteral("ccad-cli ")));
}

void TestCliUsage::reportsAFullDisk()
{
    if (!QFile::exists(QStringLiteral("/dev/full")))
        QSKIP("This system has no /dev/full to stand for a full disk.");
    QProcess process;
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    process.start(QStringLiteral(CCAD_CLI), {QStringLiteral("--version")});
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("standard output"));
}

QTEST_GUILESS_MAIN(TestCliUsage)
#include "test_cli_usage.moc"
