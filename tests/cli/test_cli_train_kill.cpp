// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/train_fixture.h"
#include "tests/support/patience.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// A training that is killed at any moment and resumed ends with the same bytes.
class TestCliTrainKill : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void endsWithTheSameBytes_data();
    void endsWithTheSameBytes();

private:
    [[nodiscard]] QStringList arguments(const QString& out, const QString& recipe) const
    {
        return m_fixture.arguments(u"data"_s, out)
            + QStringList{
                u"--recipe"_s, recipe,      u"--epochs"_s, u"10"_s,      u"--fine-tune-epochs"_s,
                u"14"_s,       u"--name"_s, u"same"_s,     u"--resume"_s};
    }
    /// Kills a run a moment after it has printed so many epochs; whether it was alive until then.
    [[nodiscard]] bool runAndKill(const QStringList& list, int epochs, int milliseconds,
                                  QByteArray& messages) const;
    TrainFixture m_fixture;
};

void TestCliTrainKill::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(u"data"_s, {u"plain"_s, u"striped"_s}, 20));
}

bool TestCliTrainKill::runAndKill(const QStringList& list, int epochs, int milliseconds,
                                  QByteArray& messages) const
{
    QProcess process;
    process.setReadChannel(QProcess::StandardError);
    process.start(QStringLiteral(CCAD_CLI), list);
    while (messages.count("validation loss") < epochs && process.waitForReadyRead(test::patienceMs))
        messages += process.readAllStandardError();
    process.waitForFinished(milliseconds); // which it should not be
    process.kill(); // SIGKILL
    process.waitForFinished(test::patienceMs);
    messages += process.readAllStandardError();
    return process.exitStatus() == QProcess::CrashExit;
}

void TestCliTrainKill::endsWithTheSameBytes_data()
{
    QTest::addColumn<QString>("recipe");
    QTest::newRow("paper") << u"paper"_s;
    QTest::newRow("robust") << u"robust"_s; // with an average and a schedule
}

void TestCliTrainKill::endsWithTheSameBytes()
{
    QFETCH(QString, recipe);
    const QString undisturbed = recipe + u"-undisturbed"_s;
    const CliRun once = runCli(arguments(undisturbed, recipe));
    QVERIFY2(once.status == 0, qPrintable(once.messages));

    const QString killed = recipe + u"-killed"_s;
    Random random(11);
    QByteArray messages;
    for (int kill = 0; kill < 6; ++kill) {
        // At most 3 epochs a run, 18 of 24 in all: it is never done before the last kill. The
        // first run may be killed before it has begun.
        QByteArray part;
        const auto epochs = kill == 0 ? 0 : static_cast<int>(1 + random.below(3));
        const auto delay = static_cast<int>(random.below(25));
        QVERIFY2(runAndKill(arguments(killed, recipe), epochs, delay, part), part.constData());
        messages += part;
    }
    // As one of them left it that was killed while it wrote.
    QVERIFY(writeFileAtomically(m_fixture.path(killed + u".checkpoint.new"_s), "half"));
    QVERIFY(!QFile::exists(m_fixture.path(killed)));
    const CliRun last = runCli(arguments(killed, recipe));
    QVERIFY2(last.status == 0, qPrintable(last.messages));
    QVERIFY(!last.messages.contains(u"Head epoch 1 of"_s)); // it did go on
    QVERIFY(!m_fixture.weights(killed).isEmpty());
    QVERIFY(m_fixture.weights(killed) == m_fixture.weights(undisturbed));
    // Nothing is left lying about.
    QCOMPARE(QDir(m_fixture.path(u"."_s)).entryList({killed + u'*'}), QStringList{killed});
}

QTEST_GUILESS_MAIN(TestCliTrainKill)
#include "test_cli_train_kill.moc"
