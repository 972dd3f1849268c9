// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/train_fixture.h"

#include <QJsonArray>
#include <QTest>

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
    QVERIFY(m_fixture.writeClasses(QStringLiteral("data"),
                                   {QStringLiteral("covid"), QStringLiteral("normal")}, 8));
    Random random(1);
    m_stripes = m_fixture.path(QStringLiteral("stripes.bmp"));
    QVERIFY(writeFileAtomically(m_stripes, toyPicture(256, true, random)));
}

void TestCliGate::predictSaysWhy()
{
    const CliRun run = runCli({QStringLiteral("predict"), QStringLiteral("--json"), m_stripes});
    QCOMPARE(run.status, 1);
    const QJsonObject line = run.json().front();
    QCOMPARE(line[QStringLiteral("status")].toString(), QStringLiteral("refused"));
    QVERIFY(line[QStringLiteral("reason")].toString().contains(
        QStringLiteral("does not look like a frontal chest radiograph")));
    QVERIFY(line[QStringLiteral("probabilities")].isObject());
}

void TestCliGate::screenSaysWhy()
{
    const QString worklist = m_fixture.path(QStringLiteral("worklist.csv"));
    const CliRun run
        = runCli({QStringLiteral("screen"), m_stripes, QStringLiteral("--out"), worklist});
    QCOMPARE(run.status, 1);
    const auto rows = readFile(worklist, 1 << 20);
    QVERIFY(rows);
    QVERIFY(rows->contains("refused"));
    QVERIFY(rows->contains("does not look like a frontal chest radiograph"));
}

void TestCliGate::needsADataSet()
{
    const CliRun run = runCli({QStringLiteral("gate")});
    QCOMPARE(run.status, 2);
    QVERIFY(run.messages.contains(QStringLiteral("Usage")));
}

void TestCliGate::needsTheDataOfTheTraining()
{
    const CliRun run = runCli({QStringLiteral("gate"), m_fixture.path(QStringLiteral("data")),
                               QStringLiteral("--model"), m_fixture.path(QStringLiteral("base"))});
    QVERIFY(run.status != 0);
    QVERIFY(run.messages.contains(QStringLiteral("not trained on this data set")));
}

QTEST_GUILESS_MAIN(TestCliGate)
#include "test_cli_gate.moc"
