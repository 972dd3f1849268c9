// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/model_results.h"
#include "tests/cli/train_fixture.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestCliTrials : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void triesEverySourceWithTwoClasses();
    void goesOnAndRecords();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();

private:
    [[nodiscard]] QStringList arguments(const QString& out) const
    {
        return {"trials",
                m_fixture.path("data/manifest.csv"),
                "--out",
                m_fixture.path(out),
                "--base",
                m_fixture.path("base"),
                "--batch",
                "4",
                "--epochs",
                "2",
                "--fine-tune-epochs",
                "0",
                "--seeds",
                "2",
                "--folds",
                "2",
                "--positive",
                "striped"};
    }
    [[nodiscard]] QJsonArray trials(const QString& out) const
    {
        const auto content = readFile(m_fixture.path(out + "/trials.json"), 1 << 24);
        return content ? QJsonDocument::fromJson(*content)["trials"].toArray() : QJsonArray();
    }
    TrainFixture m_fixture;
};

void TestCliTrials::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses("data", {"plain", "striped"}, 60));
    QByteArray manifest = "file,label,patient,source,ward\n";
    for (int c = 0; c < 2; ++c)
        for (int i = 0; i < 60; ++i)
            manifest += u"%1/p%2-%3.bmp,%1,%2-%3,%4,w%5\n"_s.arg(c == 0 ? "plain" : "striped")
                            .arg(c)
                            .arg(i)
                            .arg(i % 2 == 0 ? "north" : "south")
                            .arg(i % 3)
                            .toUtf8();
    manifest += "gone.bmp,plain,9,north,w0\n";
    QVERIFY(writeFileAtomically(m_fixture.path("data/manifest.csv"), manifest).hasValue());
}

void TestCliTrials::triesEverySourceWithTwoClasses()
{
    const CliRun run = runCli(arguments("all") + QStringList{"--recipe", "robust,paper"});
    QVERIFY2(run.status == 1, qPrintable(run.messages)); // the file that is not there
    QVERIFY(run.messages.contains("gone.bmp"));
    QVERIFY(run.messages.contains("Leaving out source=south, recipe paper, seed 2 of 2"));
    QVERIFY(run.messages.contains("Within source=north, recipe robust, seed 1 of 2, fold 2 of 2"));
    const QJsonArray results = trials("all");
    QCOMPARE(results.size(), 8); // two sources, two kinds, two recipes
    for (const QJsonValue& result : results) {
        QCOMPARE(result["not_run"].toString(), QString());
        QCOMPARE(result["n"].toInt(), 60);
        const QJsonValue score = result["scores"][0];
        QCOMPARE(score["positive"].toString(), u"striped"_s);
        QCOMPARE(score["auc"].toArray().size(), 2);
        QVERIFY(score["averaged"].toDouble(-1) >= 0);
        QVERIFY(score["lowest"].toDouble() <= score["mean"].toDouble());
    }
    const auto text = readFile(m_fixture.path("all/trials.md"), 1 << 20);
    QVERIFY(text.hasValue());
    QVERIFY(text->startsWith("# Trials of the recipe\n"));
    QVERIFY(text->contains("| source=south left out | striped against plain | paper | 30 + 30 |"));
}

void TestCliTrials::goesOnAndRecords()
{
    const QStringList chosen
        = arguments("chosen") + QStringList{"--leave-out", "ward=w1,w2",    "--within", "ward=w0",
                                            "--classes",   "plain,striped", "--resume"};
    const CliRun first = runCli(chosen);
    QVERIFY2(first.status == 1, qPrintable(first.messages));
    const QJsonArray results = trials("chosen");
    QCOMPARE(results.size(), 2);
    QCOMPARE(results[0]["kind"].toString(), u"leave_out"_s);
    QCOMPARE(results[0]["images"].toString(), u"ward=w1,w2"_s);
    QCOMPARE(results[0]["n"].toInt(), 80);
    QCOMPARE(results[1]["kind"].toString(), u"within"_s);
    QCOMPARE(results[1]["n"].toInt(), 40);

    const CliRun again = runCli(chosen + QStringList{"--record", m_fixture.path("base")});
    QVERIFY2(again.status == 1, qPrintable(again.messages));
    QVERIFY(!again.messages.contains("seed 1 of 2")); // all of it was kept
    QCOMPARE(trials("chosen"), results);
    const auto package = loadModelPackage(m_fixture.path("base"));
    QVERIFY(package.hasValue());
    QVERIFY(package->card.contains("## Trials of the recipe\n"));
    QVERIFY(package->card.contains("within ward=w0"));
}

void TestCliTrials::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::newRow("no seed") << QStringList{"--seeds", "0"};
    QTest::newRow("one fold") << QStringList{"--folds", "1"};
    QTest::newRow("an unknown recipe") << QStringList{"--recipe", "robust,best"};
    QTest::newRow("classes of nothing") << QStringList{"--classes", "plain"};
    QTest::newRow("an unknown class")
        << QStringList{"--within", "source=north", "--classes", "zebra,plain"};
    QTest::newRow("no filter") << QStringList{"--leave-out", "north"};
}

void TestCliTrials::refusesWhatMakesNoSense()
{
    QFETCH(QStringList, more);
    const CliRun run = runCli(arguments("never") + more);
    QVERIFY2(run.status == 2, qPrintable(run.messages));
    QVERIFY(run.messages.contains("Usage: ccad-cli trials"));
    QVERIFY(!QFile::exists(m_fixture.path("never")));
}

QTEST_GUILESS_MAIN(TestCliTrials)
#include "test_cli_trials.moc"
