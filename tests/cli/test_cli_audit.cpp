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
    void auditsWhatThereIs_data();
    void auditsWhatThereIs();
    void stopsAtWrongUsage_data();
    void stopsAtWrongUsage();
    void namesAMissingModel();

private:
    void leavesOnlyWithAnAcknowledgement();

    TrainFixture m_fixture;
    [[nodiscard]] QStringList arguments(const QStringList& more = {},
                                        const QString& dataset = QStringLiteral("data")) const
    {
        return QStringList{QStringLiteral("audit"),   m_fixture.path(dataset),
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
    QVERIFY(m_fixture.writeClasses(QStringLiteral("one"), {QStringLiteral("covid")}, 20));
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
    const QString worklist = m_fixture.path(QStringLiteral("worklist.csv"));
    const CliRun screened
        = runCli({QStringLiteral("screen"), m_fixture.path(QStringLiteral("data/covid/p0-0.bmp")),
                  QStringLiteral("--model"), m_fixture.path(QStringLiteral("base")),
                  QStringLiteral("--out"), worklist});
    QVERIFY2(screened.status < 2, qPrintable(screened.messages));
    const auto rows = readFile(worklist, 1 << 20);
    QVERIFY(rows);
    QVERIFY(rows->contains(package->manifest.audit.sentence.toUtf8()));
    const CliRun described = runCli(
        {QStringLiteral("model"), QStringLiteral("info"), m_fixture.path(QStringLiteral("base"))});
    QVERIFY(described.output.contains(QStringLiteral("Shortcut audit: red. ")));
    leavesOnlyWithAnAcknowledgement();
}

void TestCliAudit::leavesOnlyWithAnAcknowledgement()
{
    QStringList words{QStringLiteral("model"), QStringLiteral("export"),
                      m_fixture.path(QStringLiteral("base")), QStringLiteral("--out"),
                      m_fixture.path(QStringLiteral("given"))};
    const CliRun refused = runCli(words);
    QVERIFY(refused.status != 0);
    QVERIFY(refused.messages.contains(QStringLiteral("acknowledge")));
    QVERIFY(!QFile::exists(m_fixture.path(QStringLiteral("given"))));
    const CliRun given = runCli(words
                                + QStringList{QStringLiteral("--acknowledge"),
                                              QStringLiteral("this model may read shortcuts")});
    QVERIFY2(given.status == 0, qPrintable(given.messages));
    QCOMPARE(loadModelManifest(m_fixture.path(QStringLiteral("given")))->audit.verdict,
             AuditMark::Verdict::Red);
}

void TestCliAudit::auditsWhatThereIs_data()
{
    QTest::addColumn<QString>("dataset");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("gap");
    QTest::newRow("one class") << "one" << QStringList{} << 0 << "only one class";
    QTest::newRow("no source") << "data" << QStringList{} << 0 << "where its images come from";
    QTest::newRow("no patients") << "data" << QStringList{"--patients", "none"} << 0
                                 << "name no patient";
    QTest::newRow("unreadable") << "data" << QStringList{} << 1 << "1 files could not be read";
}

void TestCliAudit::auditsWhatThereIs()
{
    QFETCH(QString, dataset);
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    const QString broken = m_fixture.path(QStringLiteral("data/covid/broken.png"));
    if (status == 1)
        QVERIFY(writeFileAtomically(broken, "no picture"));
    const CliRun run
        = runCli(this->arguments(arguments, dataset) + QStringList{QStringLiteral("--json")});
    QFile::remove(broken);
    QVERIFY2(run.status == status, qPrintable(run.messages));
    const QJsonArray gaps = run.json().front()[QStringLiteral("not_tested")].toArray();
    QStringList sentences;
    for (const QJsonValue& gap : gaps)
        sentences.append(gap.toString());
    QFETCH(QString, gap);
    QVERIFY2(sentences.join(u' ').contains(gap), qPrintable(sentences.join(u'\n')));
    if (status == 1)
        QVERIFY(run.messages.contains(QStringLiteral("broken.png")));
}

void TestCliAudit::stopsAtWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no data set") << QStringList{"audit", "--out", "x"};
    QTest::newRow("no folder") << QStringList{"audit", "data"};
    QTest::newRow("images") << QStringList{"audit", "data", "--out", "x", "--images", "3"};
    QTest::newRow("seed") << QStringList{"audit", "data", "--out", "x", "--seed", "one"};
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

QTEST_GUILESS_MAIN(TestCliAudit)
#include "test_cli_audit.moc"
