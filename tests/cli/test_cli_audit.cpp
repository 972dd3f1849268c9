// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/train_fixture.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

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
                                        const QString& dataset = u"data"_s) const
    {
        return QStringList{u"audit"_s,   m_fixture.path(dataset),
                           u"--out"_s,   m_fixture.path(u"out"_s),
                           u"--model"_s, m_fixture.path(u"base"_s)}
        + more;
    }
};

void TestCliAudit::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(u"data"_s, {u"covid"_s, u"normal"_s}, 60));
    QVERIFY(m_fixture.writeClasses(u"one"_s, {u"covid"_s}, 20));
}

void TestCliAudit::writesTheContract()
{
    for (const char* name : {"out/audit.json", "out/audit.md"}) {
        const QString mine = m_fixture.path(QString::fromLatin1(name));
        QVERIFY(QDir().mkpath(QFileInfo(mine).path()));
        QVERIFY(writeFileAtomically(mine, "{\"mine\": 1}"));
        const CliRun refused = runCli(arguments());
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.messages.contains(mine), qPrintable(refused.messages));
        QCOMPARE(*readFile(mine, 100), QByteArray("{\"mine\": 1}"));
        QVERIFY(QFile::remove(mine));
    }
    const CliRun run = runCli(arguments({u"--json"_s}));
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QJsonObject printed = run.json().front();
    const auto file = readFile(m_fixture.path(u"out/audit.json"_s), 1 << 20);
    QVERIFY(file);
    const QJsonObject json = QJsonDocument::fromJson(*file).object();
    QCOMPARE(printed, json);
    QCOMPARE(json[u"verdict"_s].toString(), u"red"_s);
    QVERIFY(!json[u"reasons"_s].toArray().isEmpty());
    const QJsonObject border = json[u"tests"_s].toObject()[u"border"_s].toObject();
    QVERIFY(border[u"auc"_s].toDouble() > 0.9);
    QVERIFY(border[u"auc_low"_s].toDouble() > 0.5);
    QCOMPARE(border[u"n"_s].toInt(), 120);
    QVERIFY(QFile::exists(m_fixture.path(u"out/audit.md"_s)));
    // Not the data of its training: the package is left as it was.
    QCOMPARE(loadModelManifest(m_fixture.path(u"base"_s))->audit.colour,
             AuditSummary::Colour::NotAudited);
}

void TestCliAudit::recordsWhenAskedTo()
{
    const CliRun run = runCli(arguments({u"--record"_s}));
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(u"Verdict: red"_s));
    const auto package = loadModelPackage(m_fixture.path(u"base"_s));
    QVERIFY(package);
    QCOMPARE(package->manifest.audit.colour, AuditSummary::Colour::Red);
    QVERIFY(package->card.contains(u"## Shortcut audit\n\n**Verdict: red.**"_s));
    // From now on it stands beside every prediction.
    const CliRun predicted
        = runCli({u"predict"_s, u"--json"_s, u"--model"_s, m_fixture.path(u"base"_s),
                  m_fixture.path(u"data/covid/p0-0.bmp"_s)});
    QCOMPARE(predicted.status, 0);
    QCOMPARE(predicted.json().front()[u"warnings"_s].toArray().first().toString(),
             package->manifest.audit.sentence);
    const QString worklist = m_fixture.path(u"worklist.csv"_s);
    const CliRun screened = runCli({u"screen"_s, m_fixture.path(u"data/covid/p0-0.bmp"_s),
                                    u"--model"_s, m_fixture.path(u"base"_s), u"--out"_s, worklist});
    QVERIFY2(screened.status < 2, qPrintable(screened.messages));
    const auto rows = readFile(worklist, 1 << 20);
    QVERIFY(rows);
    QVERIFY(rows->contains(package->manifest.audit.sentence.toUtf8()));
    const CliRun described = runCli({u"model"_s, u"info"_s, m_fixture.path(u"base"_s)});
    QVERIFY(described.output.contains(u"Shortcut audit: red. "_s));
    leavesOnlyWithAnAcknowledgement();
}

void TestCliAudit::leavesOnlyWithAnAcknowledgement()
{
    QStringList words{u"model"_s, u"export"_s, m_fixture.path(u"base"_s), u"--out"_s,
                      m_fixture.path(u"given"_s)};
    const CliRun refused = runCli(words);
    QVERIFY(refused.status != 0);
    QVERIFY(refused.messages.contains(u"acknowledge"_s));
    QVERIFY(!QFile::exists(m_fixture.path(u"given"_s)));
    const CliRun given
        = runCli(words + QStringList{u"--acknowledge"_s, u"this model may read shortcuts"_s});
    QVERIFY2(given.status == 0, qPrintable(given.messages));
    QCOMPARE(loadModelManifest(m_fixture.path(u"given"_s))->audit.colour,
             AuditSummary::Colour::Red);
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
    const QString broken = m_fixture.path(u"data/covid/broken.png"_s);
    if (status == 1)
        QVERIFY(writeFileAtomically(broken, "no picture"));
    const CliRun run = runCli(this->arguments(arguments, dataset) + QStringList{u"--json"_s});
    QFile::remove(broken);
    QVERIFY2(run.status == status, qPrintable(run.messages));
    const QJsonArray gaps = run.json().front()[u"not_tested"_s].toArray();
    QStringList sentences;
    for (const QJsonValue& gap : gaps)
        sentences.append(gap.toString());
    QFETCH(QString, gap);
    QVERIFY2(sentences.join(u' ').contains(gap), qPrintable(sentences.join(u'\n')));
    if (status == 1)
        QVERIFY(run.messages.contains(u"broken.png"_s));
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
    QVERIFY(run.messages.contains(u"Usage"_s));
}

void TestCliAudit::namesAMissingModel()
{
    const CliRun run = runCli({u"audit"_s, m_fixture.path(u"data"_s), u"--out"_s,
                               m_fixture.path(u"none"_s), u"--model"_s, u"/no/such/model"_s});
    QCOMPARE(run.status, 3);
    QVERIFY(run.messages.contains(u"/no/such/model"_s));
}

QTEST_GUILESS_MAIN(TestCliAudit)
#include "test_cli_audit.moc"
