// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/train_fixture.h"

#include "core/base/csv.h"
#include "core/evaluation/model_results.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>

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
        QStringList list = m_fixture.arguments(QStringLiteral("data"), out);
        list[0] = QStringLiteral("cross-validate");
        return list + QStringList{QStringLiteral("--folds"), QStringLiteral("3")};
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
    QVERIFY(m_fixture.writeClasses(QStringLiteral("data"),
                                   {QStringLiteral("plain"), QStringLiteral("striped")}, 15));
}

void TestCliCrossValidate::testsEveryImageOnce()
{
    const CliRun run = runCli(arguments(QStringLiteral("whole")));
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.messages.contains(QStringLiteral("Fold 3 of 3")));
    const auto predictions
        = readFile(m_fixture.path(QStringLiteral("whole/predictions.csv")), 1 << 20);
    QVERIFY(predictions.hasValue());
    const auto table = parseCsv(*predictions);
    QVERIFY(table.hasValue());
    QCOMPARE(table->rows.size(), std::size_t{30});
    QCOMPARE(json(QStringLiteral("whole/metrics.json"))[QStringLiteral("n")].toInt(), 30);

    const QJsonObject folds = json(QStringLiteral("whole/folds.json"));
    const QJsonArray perFold = folds[QStringLiteral("per_fold")].toArray();
    QCOMPARE(perFold.size(), 3);
    double sum = 0;
    double squares = 0;
    int images = 0;
    for (const QJsonValue& fold : perFold) {
        const double accuracy = fold[QStringLiteral("accuracy")].toDouble(-1);
        sum += accuracy;
        squares += accuracy * accuracy;
        images += fold[QStringLiteral("n")].toInt();
    }
    QCOMPARE(images, 30);
    const double mean = folds[QStringLiteral("mean")][QStringLiteral("accuracy")].toDouble();
    const double deviation
        = folds[QStringLiteral("standard_deviation")][QStringLiteral("accuracy")].toDouble();
    QVERIFY(std::abs(mean - sum / 3) < 1e-12);
    QVERIFY(std::abs(deviation * deviation * 2 - (squares - sum * sum / 3)) < 1e-12);
    QVERIFY(!QFile::exists(m_fixture.path(QStringLiteral("whole.folds"))));
}

void TestCliCrossValidate::goesOnWithTheFoldsThatAreMissing()
{
    QProcess process;
    process.setReadChannel(QProcess::StandardError);
    process.start(QStringLiteral(CCAD_CLI), arguments(QStringLiteral("parts")));
    QByteArray messages;
    while (messages.count("Head epoch 1 ") < 2 && process.waitForReadyRead(60000))
        messages += process.readAllStandardError();
    process.kill();
    QVERIFY(process.waitForFinished(60000));
    QVERIFY2(messages.contains("Fold 2 of 3") && !messages.contains("Fold 3 of 3"),
             messages.constData());
    QVERIFY(!QFile::exists(m_fixture.path(QStringLiteral("parts"))));

    const CliRun run
        = runCli(arguments(QStringLiteral("parts")) + QStringList{QStringLiteral("--resume")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(!run.messages.contains(QStringLiteral("Fold 1 of 3")));
    QVERIFY(run.messages.contains(QStringLiteral("Fold 3 of 3")));
    for (const char* file : {"predictions.csv", "roc.csv", "confusion.csv"}) {
        const QString name = QString::fromLatin1(file);
        QCOMPARE(*readFile(m_fixture.path(QStringLiteral("parts/") + name), 1 << 20),
                 *readFile(m_fixture.path(QStringLiteral("whole/") + name), 1 << 20));
    }
}

void TestCliCrossValidate::refusesWhatMakesNoSense_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::newRow("one fold") << QStringList{QStringLiteral("--folds"), QStringLiteral("1")};
    QTest::newRow("no number") << QStringList{QStringLiteral("--folds"), QStringLiteral("all")};
    QTest::newRow("an unknown option")
        << QStringList{QStringLiteral("--outside"), QStringLiteral("x")};
    QTest::newRow("an unknown recipe")
        << QStringList{QStringLiteral("--recipe"), QStringLiteral("best")};
}

void TestCliCrossValidate::refusesWhatMakesNoSense()
{
    QFETCH(QStringList, more);
    const CliRun run = runCli(arguments(QStringLiteral("never")) + more);
    QVERIFY2(run.status == 2, qPrintable(run.messages));
    QVERIFY(run.messages.contains(QStringLiteral("Usage: ccad-cli cross-validate")));
    QVERIFY(!QFile::exists(m_fixture.path(QStringLiteral("never"))));
}

void TestCliCrossValidate::leavesOtherFilesAlone()
{
    const CliRun run = runCli(arguments(QStringLiteral("data"))); // the data set itself
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(QStringLiteral("choose another folder")),
             qPrintable(run.messages));
    QVERIFY(!run.messages.contains(QStringLiteral("epoch 1")));
}

QTEST_GUILESS_MAIN(TestCliCrossValidate)
#include "test_cli_cross_validate.moc"
