// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/evaluation/model_results.h"
#include "tests/cli/train_fixture.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestCliCrossValidate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void testsEveryImageOnce();
    void goesOnWithTheFoldsThatAreMissing();
    void refusesWhatMakesNoSense_data();
    void refusesWhatMakesNoSense();
    void leavesOtherFilesAlone();

private:
    [[nodiscard]] QStringList arguments(const QString& out) const
    {
        QStringList list = m_fixture.arguments(u"data"_s, out);
        list[0] = u"cross-validate"_s;
        return list + QStringList{u"--folds"_s, u"3"_s};
    }
    [[nodiscard]] QJsonObject json(const QString& file) const
    {
        const auto content = readFile(m_fixture.path(file), 1 << 24);
        return content ? QJsonDocument::fromJson(*content).object() : QJsonObject();
    }
    TrainFixture m_fixture;
};

void TestCliCrossValidate::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(u"data"_s, {u"plain"_s, u"striped"_s}, 15));
}

void TestCliCrossValidate::testsEveryImageOnce()
{
    const CliRun run = runCli(arguments(u"whole"_s));
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.messages.contains(u"Fold 3 of 3"_s));
    const auto predictions = readFile(m_fixture.path(u"whole/predictions.csv"_s), 1 << 20);
    QVERIFY(predictions.hasValue());
    const auto table = parseCsv(*predictions);
    QVERIFY(table.hasValue());
    QCOMPARE(table->rows.size(), std::size_t{30});
    QCOMPARE(json(u"whole/metrics.json"_s)[u"n"_s].toInt(), 30);

    const QJsonObject folds = json(u"whole/folds.json"_s);
    const QJsonArray perFold = folds[u"per_fold"_s].toArray();
    QCOMPARE(perFold.size(), 3);
    double sum = 0;
    double squares = 0;
    int images = 0;
    for (const QJsonValue& fold : perFold) {
        const double accuracy = fold[u"accuracy"_s].toDouble(-1);
        sum += accuracy;
        squares += accuracy * accuracy;
        images += fold[u"n"_s].toInt();
    }
    QCOMPARE(images, 30);
    const double mean = folds[u"mean"_s][u"accuracy"_s].toDouble();
    const double deviation = folds[u"standard_deviation"_s][u"accuracy"_s].toDouble();
    QVERIFY(std::abs(mean - sum / 3) < 1e-12);
    QVERIFY(std::abs(deviation * deviation * 2 - (squares - sum * sum / 3)) < 1e-12);
    QVERIFY(!QFile::exists(m_fixture.path(u"whole.folds"_s)));
}

void TestCliCrossValidate::goesOnWithTheFoldsThatAreMissing()
{
    QProcess process;
    process.setReadChannel(QProcess::StandardError);
    process.start(QStringLiteral(CCAD_CLI), arguments(u"parts"_s));
    QByteArray messages;
    while (messages.count("Head epoch 1 ") < 2 && process.waitForReadyRead(test::patienceMs))
        messages += process.readAllStandardError();
    process.kill();
    QVERIFY(process.waitForFinished(test::patienceMs));
    QVERIFY2(messages.contains("Fold 2 of 3") && !messages.contains("Fold 3 of 3"),
             messages.constData());
    QVERIFY(!QFile::exists(m_fixture.path(u"parts"_s)));
    // What somebody keeps beside the folds is not theirs to remove.
    const QString thesis = m_fixture.path(u"parts.folds/thesis.txt"_s);
    QVERIFY(writeFileAtomically(thesis, "years of work"));

    const CliRun run = runCli(arguments(u"parts"_s) + QStringList{u"--resume"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(!run.messages.contains(u"Fold 1 of 3"_s));
    QVERIFY(run.messages.contains(u"Fold 3 of 3"_s));
    QCOMPARE(QDir(QFileInfo(thesis).path()).entryList(QDir::Files), QStringList{u"thesis.txt"_s});
    for (const char* file : {"predictions.csv", "roc.csv", "confusion.csv"}) {
        const QString name = QString::fromLatin1(file);
        QCOMPARE(*readFile(m_fixture.path(u"parts/"_s + name), 1 << 20),
                 *readFile(m_fixture.path(u"whole/"_s + name), 1 << 20));
    }
}

void TestCliCrossValidate::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::newRow("one fold") << QStringList{u"--folds"_s, u"1"_s};
    QTest::newRow("no number") << QStringList{u"--folds"_s, u"all"_s};
    QTest::newRow("an unknown option") << QStringList{u"--outside"_s, u"x"_s};
    QTest::newRow("an unknown recipe") << QStringList{u"--recipe"_s, u"best"_s};
}

void TestCliCrossValidate::refusesWhatMakesNoSense()
{
    QFETCH(QStringList, more);
    const CliRun run = runCli(arguments(u"never"_s) + more);
    QVERIFY2(run.status == 2, qPrintable(run.messages));
    QVERIFY(run.messages.contains(u"Usage: ccad-cli cross-validate"_s));
    QVERIFY(!QFile::exists(m_fixture.path(u"never"_s)));
}

void TestCliCrossValidate::leavesOtherFilesAlone()
{
    const CliRun run = runCli(arguments(u"data"_s)); // the data set itself
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(u"choose another folder"_s), qPrintable(run.messages));
    QVERIFY(!run.messages.contains(u"epoch 1"_s));
}

QTEST_GUILESS_MAIN(TestCliCrossValidate)
#include "test_cli_cross_validate.moc"
