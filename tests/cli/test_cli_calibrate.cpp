// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/train_fixture.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Fits a narrow network of three classes to toy films of two.
class TestCliCalibrate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void makesAPackageThatVerifies();
    void replacesOnlyWhenAskedTo();
    void leavesOutWhatCannotBeRead();
    void saysHowManyFilmsAreNeeded_data();
    void saysHowManyFilmsAreNeeded();
    void namesAClassThatTheModelDoesNotKnow();
    void asksWhetherAClassIsTheModels();
    void neverReplacesAnotherFolder();
    void stopsAtWrongUsage_data();
    void stopsAtWrongUsage();
    void namesAMissingModel();

private:
    TrainFixture m_fixture;

    [[nodiscard]] CliRun run(const QStringList& more = {}, const QString& dataset = u"data"_s) const
    {
        return runCli(QStringList{u"calibrate"_s, m_fixture.path(dataset), u"--out"_s,
                                  m_fixture.path(u"out"_s), u"--model"_s, m_fixture.path(u"base"_s)}
                      + more);
    }
    [[nodiscard]] QString out() const { return m_fixture.path(u"out"_s); }
};

void TestCliCalibrate::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(u"data"_s, {u"covid"_s, u"normal"_s}, 50));
    QVERIFY(m_fixture.writeClasses(u"few"_s, {u"covid"_s, u"normal"_s}, 49));
    QVERIFY(m_fixture.writeClasses(u"one"_s, {u"covid"_s}, 60));
    QVERIFY(m_fixture.writeClasses(u"capitals"_s, {u"COVID"_s, u"normal"_s}, 50));
    QVERIFY(m_fixture.writeClasses(u"foreign"_s, {u"covid"_s, u"broken rib"_s}, 50));
}

void TestCliCalibrate::cleanup()
{
    QDir(out()).removeRecursively();
    QDir(out() + u".old"_s).removeRecursively();
}

void TestCliCalibrate::makesAPackageThatVerifies()
{
    const CliRun done = run({u"--coverage"_s, u"0.8"_s});
    QVERIFY2(done.status == 0, qPrintable(done.messages));
    for (const QString& words :
         {u"fitted to 50 films"_s, u"measured on 50 others"_s, u"calibration error"_s,
          u"There are no images of \"pneumonia\""_s,
          u"\"pneumonia\" for a promise: it remains possible"_s,
          u"Shortcut audit on the local films: red"_s, u"Model: %1"_s.arg(out())})
        QVERIFY2(done.output.contains(words), qPrintable(words + u'\n' + done.output));
    const CliRun verified = runCli({u"model"_s, u"verify"_s, out()});
    QVERIFY2(verified.status == 0, qPrintable(verified.messages));

    const auto base = loadModelPackage(m_fixture.path(u"base"_s));
    const auto package = loadModelPackage(out());
    QVERIFY(base && package);
    QVERIFY(package->manifest.weightsSha256 != base->manifest.weightsSha256); // its last bias
    QCOMPARE(package->manifest.version, base->manifest.version + u"+local"_s);
    QVERIFY(package->manifest.predictionSets);
    QCOMPARE(package->manifest.predictionSets->coverage, 0.8);
    QCOMPARE(package->manifest.predictionSets->patients, (std::vector<int>{25, 0, 25}));
    QVERIFY(package->card.contains(u"## Calibration on local films"_s));
    // It answers, the class that was not seen included.
    const CliRun predicted = runCli(
        {u"predict"_s, u"--json"_s, u"--model"_s, out(), m_fixture.path(u"data/covid/p0-0.bmp"_s)});
    QVERIFY2(predicted.status == 0, qPrintable(predicted.messages));
    const QJsonObject probabilities = predicted.json().front()[u"probabilities"_s].toObject();
    const double unseen = probabilities[u"pneumonia"_s].toDouble(-1);
    QVERIFY2(unseen > 0 && unseen < 0.1, qPrintable(QString::number(unseen)));
    // The model itself is as it was.
    QVERIFY(!base->manifest.predictionSets);
    QCOMPARE(runCli({u"model"_s, u"verify"_s, m_fixture.path(u"base"_s)}).status, 0);
}

void TestCliCalibrate::replacesOnlyWhenAskedTo()
{
    QVERIFY(saveModelPackage(quickPackage(), out()));
    const CliRun kept = run();
    QCOMPARE(kept.status, 2);
    QVERIFY2(kept.messages.contains(u"--replace"_s), qPrintable(kept.messages));
    QVERIFY(kept.output.isEmpty()); // asked before the long work
    QVERIFY(!loadModelManifest(out())->version.endsWith(u"+local"_s));

    const CliRun replaced = run({u"--replace"_s});
    QVERIFY2(replaced.status == 0, qPrintable(replaced.messages));
    QVERIFY(loadModelManifest(out())->version.endsWith(u"+local"_s));
    QVERIFY(loadModelManifest(out() + u".old"_s));
}

void TestCliCalibrate::leavesOutWhatCannotBeRead()
{
    const QString broken = m_fixture.path(u"data/covid/broken.png"_s);
    QVERIFY(writeFileAtomically(broken, "no picture"));
    const CliRun done = run();
    QVERIFY(QFile::remove(broken));
    QCOMPARE(done.status, 1);
    QVERIFY2(done.messages.contains(u"broken.png"_s), qPrintable(done.messages));
    QVERIFY(loadModelManifest(out()));
}

void TestCliCalibrate::saysHowManyFilmsAreNeeded_data()
{
    QTest::addColumn<QString>("dataset");
    QTest::addColumn<QString>("words");
    QTest::newRow("49 of each") << "few"
                                << "49 of \"covid\", 49 of \"normal\"";
    QTest::newRow("one class") << "one"
                               << "60 of \"covid\"";
}

void TestCliCalibrate::saysHowManyFilmsAreNeeded()
{
    QFETCH(QString, dataset);
    QFETCH(QString, words);
    const CliRun done = run({}, dataset);
    QCOMPARE(done.status, 1);
    for (const QString& part : {words, u"at least two classes need 50 each"_s,
                                u"interval is 0.1 wide"_s, u"of patients apart"_s})
        QVERIFY2(done.messages.contains(part), qPrintable(part + u'\n' + done.messages));
    QVERIFY(done.output.isEmpty());
    QVERIFY(!QFile::exists(out()));
}

void TestCliCalibrate::namesAClassThatTheModelDoesNotKnow()
{
    const CliRun done = run({}, u"foreign"_s);
    QCOMPARE(done.status, 1);
    QVERIFY2(done.messages.contains(u"\"broken rib\""_s), qPrintable(done.messages));
    QVERIFY(!QFile::exists(out()));
}

void TestCliCalibrate::asksWhetherAClassIsTheModels()
{
    const CliRun asked = run({}, u"capitals"_s);
    QCOMPARE(asked.status, 1);
    QVERIFY2(asked.messages.contains(u"--alike-classes join"_s), qPrintable(asked.messages));
    const CliRun joined = run({u"--alike-classes"_s, u"join"_s}, u"capitals"_s);
    QVERIFY2(joined.status == 0, qPrintable(joined.messages));
    QVERIFY(joined.messages.contains(u"was taken for \"covid\""_s));
}

void TestCliCalibrate::neverReplacesAnotherFolder()
{
    QVERIFY(QDir().mkpath(out()));
    QVERIFY(writeFileAtomically(out() + u"/thesis.txt"_s, "mine"));
    const CliRun done = run({u"--replace"_s});
    QVERIFY(done.status != 0);
    QVERIFY2(done.messages.contains(u"thesis.txt"_s), qPrintable(done.messages));
    QVERIFY(done.output.isEmpty());
    QCOMPARE(*readFile(out() + u"/thesis.txt"_s, 100), QByteArray("mine"));
}

void TestCliCalibrate::stopsAtWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QStringList right{"calibrate", "data", "--out", "x"};
    QTest::newRow("no data set") << QStringList{"calibrate", "--out", "x"};
    QTest::newRow("two data sets") << QStringList{"calibrate", "a", "b", "--out", "x"};
    QTest::newRow("no folder") << QStringList{"calibrate", "data"};
    QTest::newRow("coverage too low") << right + QStringList{"--coverage", "0.4"};
    QTest::newRow("coverage of everything") << right + QStringList{"--coverage", "1"};
    QTest::newRow("coverage in words") << right + QStringList{"--coverage", "most"};
    QTest::newRow("seed") << right + QStringList{"--seed", "one"};
    QTest::newRow("filter") << right + QStringList{"--where", "source"};
    QTest::newRow("unknown option") << right + QStringList{"--epochs", "2"};
}

void TestCliCalibrate::stopsAtWrongUsage()
{
    QFETCH(QStringList, arguments);
    const CliRun done = runCli(arguments);
    QCOMPARE(done.status, 2);
    QVERIFY(done.messages.contains(u"Usage: ccad-cli calibrate"_s));
}

void TestCliCalibrate::namesAMissingModel()
{
    const CliRun done = runCli({u"calibrate"_s, m_fixture.path(u"data"_s), u"--out"_s, out(),
                                u"--model"_s, u"/no/such/model"_s});
    QCOMPARE(done.status, 3);
    QVERIFY(done.messages.contains(u"/no/such/model"_s));
}

QTEST_GUILESS_MAIN(TestCliCalibrate)
#include "test_cli_calibrate.moc"
