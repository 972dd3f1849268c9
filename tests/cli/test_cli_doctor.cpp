// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/lockdown.h"
#include "tests/cli/cli_run.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestCliDoctor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsTheLayers();
    void saysWhatIsMissing_data();
    void saysWhatIsMissing();
};

void TestCliDoctor::tellsTheLayers()
{
    if (!isConfinable)
        QSKIP("Nothing confines a program with a sanitizer.");
    const CliRun text = runCli({u"doctor"_s});
    QVERIFY2(text.status == 0, qPrintable(text.output + text.messages));
    for (const char* words : {"ccad-decoder", "no new privileges  yes", "limits             yes",
                              "seccomp            yes", "Landlock"})
        QVERIFY2(text.output.contains(QString::fromLatin1(words)), qPrintable(text.output));

    const CliRun run = runCli({u"doctor"_s, u"--json"_s});
    QCOMPARE(run.status, 0);
    QCOMPARE(run.lines().size(), 1);
    const QJsonObject report = run.json().front();
    QVERIFY(report[u"ok"_s].toBool() && report[u"problems"_s].toArray().isEmpty());
    QVERIFY(report[u"decoder"_s].toString().endsWith(u"/ccad-decoder"_s));
    for (const QString& which : {u"sandbox"_s, u"sandbox_of_one_file"_s}) {
        const QJsonObject sandbox = report[which].toObject();
        for (const char* layer : {"no_new_privileges", "limits", "seccomp"})
            QVERIFY2(sandbox[QString::fromLatin1(layer)].toBool(), layer);
        QVERIFY(sandbox[u"landlock_abi"_s].isDouble());
    }
}

void TestCliDoctor::saysWhatIsMissing_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QByteArray>("without");
    QTest::addColumn<QString>("words");
    const QString misbehaving = QStringLiteral(CCAD_MISBEHAVING_DECODER);
    QTest::newRow("no decoder") << u"/nowhere/ccad-decoder"_s << QByteArray()
                                << u"cannot be started"_s;
    QTest::newRow("another program") << u"/bin/true"_s << QByteArray() << u"ended at once"_s;
    QTest::newRow("seccomp") << misbehaving << QByteArray("seccomp") << u"no seccomp"_s;
    QTest::newRow("limits") << misbehaving << QByteArray("limits") << u"limits on resources"_s;
}

void TestCliDoctor::saysWhatIsMissing()
{
    QFETCH(QString, program);
    QFETCH(QByteArray, without);
    QFETCH(QString, words);
    const std::vector<std::pair<QString, QString>> variables{
        {u"CCAD_DECODER"_s, program}, {u"CCAD_TEST_WITHOUT"_s, QString::fromLatin1(without)}};
    const CliRun text = runCli({u"doctor"_s}, variables);
    QCOMPARE(text.status, 1);
    QVERIFY2(text.output.contains(words), qPrintable(text.output));
    const CliRun run = runCli({u"doctor"_s, u"--json"_s}, variables);
    QCOMPARE(run.status, 1);
    const QJsonObject report = run.json().front();
    QVERIFY(!report[u"ok"_s].toBool());
    QCOMPARE(report[u"decoder"_s].toString(), program);
    QCOMPARE(report[u"sandbox"_s].isNull(), without.isEmpty());
    const QString problem = report[u"problems"_s].toArray().at(0).toString();
    QVERIFY2(problem.contains(words) && problem.endsWith(u'.'), qPrintable(problem));
    if (!without.isEmpty())
        QVERIFY2(problem.contains(QString::fromLatin1(allowUnconfined)), qPrintable(problem));
}

QTEST_GUILESS_MAIN(TestCliDoctor)
#include "test_cli_doctor.moc"
