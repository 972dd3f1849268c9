// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/train_fixture.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What the gate of the default model says of stripes, and what the command wants.
class TestCliGate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void predictSaysWhy();
    void screenSaysWhy();
    void needsADataSet();
    void needsTheDataOfTheTraining();

private:
    TrainFixture m_fixture;
    QString m_stripes;
};

void TestCliGate::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(u"data"_s, {u"covid"_s, u"normal"_s}, 8));
    Random random(1);
    m_stripes = m_fixture.path(u"stripes.bmp"_s);
    QVERIFY(writeFileAtomically(m_stripes, toyPicture(256, true, random)));
}

void TestCliGate::predictSaysWhy()
{
    const CliRun run = runCli({u"predict"_s, u"--json"_s, m_stripes});
    QCOMPARE(run.status, 1);
    const QJsonObject line = run.json().front();
    QCOMPARE(line[u"status"_s].toString(), u"refused"_s);
    QVERIFY(
        line[u"reason"_s].toString().contains(u"does not look like a frontal chest radiograph"_s));
    QVERIFY(line[u"probabilities"_s].isObject());
}

void TestCliGate::screenSaysWhy()
{
    const QString worklist = m_fixture.path(u"worklist.csv"_s);
    const CliRun run = runCli({u"screen"_s, m_stripes, u"--out"_s, worklist});
    QCOMPARE(run.status, 1);
    const auto rows = readFile(worklist, 1 << 20);
    QVERIFY(rows);
    QVERIFY(rows->contains("refused"));
    QVERIFY(rows->contains("does not look like a frontal chest radiograph"));
}

void TestCliGate::needsADataSet()
{
    const CliRun run = runCli({u"gate"_s});
    QCOMPARE(run.status, 2);
    QVERIFY(run.messages.contains(u"Usage"_s));
}

void TestCliGate::needsTheDataOfTheTraining()
{
    const CliRun run
        = runCli({u"gate"_s, m_fixture.path(u"data"_s), u"--model"_s, m_fixture.path(u"base"_s)});
    QVERIFY(run.status != 0);
    QVERIFY(run.messages.contains(u"not trained on this data set"_s));
}

QTEST_GUILESS_MAIN(TestCliGate)
#include "test_cli_gate.moc"
