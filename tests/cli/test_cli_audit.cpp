// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/train_fixture.h"

#include <QJsonArray>
#include <QTest>

using namespace ccad;
using namespace ccad::test;

/// Audits a narrow network on noise, striped for one class: the border gives it away.
class TestCliAudit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void writesTheContract();
    void recordsWhenAskedTo();
    void stopsAtWrongUsage_data();
    void stopsAtWrongUsage();
    void namesAMissingModel();
    void gateNeedsTheDataOfTheTraining();

private:
    TrainFixture m_fixture;
    [[nodiscard]] QStringList arguments(const QStringList& more = {}) const
    {
        return QStringList{QStringLiteral("audit"),   m_fixture.path(QStringLiteral("data")),
                           QStringLiteral("--out"),   m_fixture.path(QStringLiteral("out")),
                           QStringLiteral("--model"), m_fixture.path(QStringLiteral("base"))}
        + more;
    }
};

void TestCliAudit::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(QStringLiteral("data"),
                                   {QStringLiteral("covid"), QStringLiteral("normal")}, 60));
}

void TestCliAudit::writesTheContract()
{
    const CliRun run = runCli(arguments({QStringLiteral("--json")}));
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QJsonObject printed = run.json().front();
    const auto file = readFile(m_fixture.path(QStringLiteral("out/audit.json")), 1 << 20);
    QVERIFY(file);
    const QJsonObject json = QJsonDocument::fromJson(*file).object();
    QCOMPARE(printed, json);
    QCOMPARE(json[QStringLiteral("verdict")].toString(), QStringLiteral("red"));
    QVERIFY(!json[QStringLiteral("reasons")].toArray().isEmpty());
    const QJsonObject border
        = json[QStringLiteral("tests")].toObject()[QStringLiteral("border")].toObject();
    QVERIFY(border[QStringLiteral("auc")].toDouble() > 0.9);
    QVERIFY(border[QStringLiteral("auc_low")].toDouble() > 0.5);
    QCOMPARE(border[QStringLiteral("n")].toInt(), 120);
    QVERIFY(QFile::exists(m_fixture.path(QStringLiteral("out/audit.md"))));
    // Not the data of its training: the package is left as it was.
    QCOMPARE(loadModelManifest(m_fixture.path(QStringLiteral("base")))->audit.verdict,
             AuditMark::Verdict::NotAudited);
}

void TestCliAudit::recordsWhenAskedTo()
{
    const CliRun run = runCli(arguments({QStringLiteral("--record")}));
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(QStringLiteral("Verdict: red")));
    const auto package = loadModelPackage(m_fixture.path(QStringLiteral("base")));
    QVERIFY(package);
    QCOMPARE(package->manifest.audit.verdict, AuditMark::Verdict::Red);
    QVERIFY(package->card.contains(QStringLiteral("## Shortcut audit\n\n**Verdict: red.**")));
    // From now on it stands beside every prediction.
    const CliRun predicted
        = runCli({QStringLiteral("predict"), QStringLiteral("--json"), QStringLiteral("--model"),
                  m_fixture.path(QStringLiteral("base")),
                  m_fixture.path(QStringLiteral("data/covid/p0-0.bmp"))});
    QCOMPARE(predicted.status, 0);
    QCOMPARE(predicted.json().front()[QStringLiteral("warnings")].toArray().first().toString(),
             package->manifest.audit.sentence);
}

void TestCliAudit::stopsAtWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no data set") << QStringList{"audit", "--out", "x"};
    QTest::newRow("no folder") << QStringList{"audit", "data"};
    QTest::newRow("images") << QStringList{"audit", "data", "--out", "x", "--images", "3"};
    QTest::newRow("seed") << QStringList{"audit", "data", "--out", "x", "--seed", "one"};
    QTest::newRow("gate without data") << QStringList{"gate"};
}

void TestCliAudit::stopsAtWrongUsage()
{
    QFETCH(QStringList, arguments);
    const CliRun run = runCli(arguments);
    QCOMPARE(run.status, 2);
    QVERIFY(run.messages.contains(QStringLiteral("Usage")));
}

void TestCliAudit::namesAMissingModel()
{
    const CliRun run = runCli({QStringLiteral("audit"), m_fixture.path(QStringLiteral("data")),
                               QStringLiteral("--out"), m_fixture.path(QStringLiteral("none")),
                               QStringLiteral("--model"), QStringLiteral("/no/such/model")});
    QCOMPARE(run.status, 3);
    QVERIFY(run.messages.contains(QStringLiteral("/no/such/model")));
}

void TestCliAudit::gateNeedsTheDataOfTheTraining()
{
    const CliRun run = runCli({QStringLiteral("gate"), m_fixture.path(QStringLiteral("data")),
                               QStringLiteral("--model"), m_fixture.path(QStringLiteral("base"))});
    QVERIFY(run.status != 0);
    QVERIFY(run.messages.contains(QStringLiteral("not trained on this data set")));
}

QTEST_GUILESS_MAIN(TestCliAudit)
#include "test_cli_audit.moc"
