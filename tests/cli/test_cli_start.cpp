// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/train_fixture.h"
#include "tests/support/loaded_libraries.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What the commands load: Torch where something is trained, and nowhere else.
class TestCliStart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void mostCommandsLoadLittle_data();
    void mostCommandsLoadLittle();
    void trainingLoadsTorch();
    void aMissingModuleIsSaid_data();
    void aMissingModuleIsSaid();

private:
    TrainFixture m_fixture;
};

void TestCliStart::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(u"data"_s, {u"covid"_s, u"normal"_s}, 8));
    QVERIFY(writeFileAtomically(m_fixture.path(u"chest.dcm"_s), chestDicom()));
    traceLibraries();
}

void TestCliStart::mostCommandsLoadLittle_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString model = u"--model"_s;
    const QString base = m_fixture.path(u"base"_s);
    const QString chest = m_fixture.path(u"chest.dcm"_s);
    const QString picture = m_fixture.path(u"data/covid/p0-0.bmp"_s);
    const QString out = u"--out"_s;
    QTest::newRow("version") << QStringList{u"--version"_s};
    QTest::newRow("doctor") << QStringList{u"doctor"_s};
    QTest::newRow("model info") << QStringList{u"model"_s, u"info"_s, base};
    QTest::newRow("model verify") << QStringList{u"model"_s, u"verify"_s, base};
    QTest::newRow("predict") << QStringList{u"predict"_s, chest, picture, model, base};
    QTest::newRow("predict with overlays") << QStringList{
        u"predict"_s, chest, model, base, u"--saliency"_s, m_fixture.path(u"overlays"_s)};
    QTest::newRow("screen") << QStringList{u"screen"_s, chest, model,
                                           base,        out,   m_fixture.path(u"worklist.csv"_s)};
    QTest::newRow("calibrate --help") << QStringList{u"calibrate"_s, u"--help"_s};
    QTest::newRow("train --help") << QStringList{u"train"_s, u"--help"_s};
}

void TestCliStart::mostCommandsLoadLittle()
{
    QFETCH(QStringList, arguments);
    const CliRun run = runCli(arguments);
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QString loaded = tracedLibraries(run.messages).join(u'\n');
    QVERIFY2(loaded.contains(u"libQt6Core"), qPrintable(loaded)); // the trace is one
    for (const char* heavy :
         {"torch", "libc10", "libQt5", "libQt6Gui", "libgdal", "opencv_imgcodecs"})
        QVERIFY2(!loaded.contains(QLatin1String(heavy)), heavy);
}

void TestCliStart::trainingLoadsTorch()
{
    const CliRun run = m_fixture.train(u"data"_s, u"trained"_s, {u"--fine-tune-epochs"_s, u"0"_s});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QString loaded = tracedLibraries(run.messages).join(u'\n');
    QVERIFY(loaded.contains(u"libccad_torch"));
    QVERIFY(loaded.contains(u"libtorch_cpu"));
}

void TestCliStart::aMissingModuleIsSaid_data()
{
    QTest::addColumn<QString>("module");
    const QString text = m_fixture.path(u"text.so"_s);
    QVERIFY(writeFileAtomically(text, "This is no library.\n"));
    QTest::newRow("not there") << m_fixture.path(u"gone.so"_s);
    QTest::newRow("broken") << text;
}

void TestCliStart::aMissingModuleIsSaid()
{
    QFETCH(QString, module);
    qputenv("CCAD_TORCH_MODULE", module.toUtf8());
    const CliRun training = m_fixture.train(u"data"_s, u"never"_s);
    const CliRun prediction = runCli(
        {u"predict"_s, m_fixture.path(u"chest.dcm"_s), u"--model"_s, m_fixture.path(u"base"_s)});
    qunsetenv("CCAD_TORCH_MODULE");
    QCOMPARE(training.status, 1);
    QVERIFY2(training.messages.contains(module), qPrintable(training.messages));
    QVERIFY2(training.messages.contains(u"install CCAD anew"), qPrintable(training.messages));
    QVERIFY2(prediction.status == 0, qPrintable(prediction.messages));
}

QTEST_GUILESS_MAIN(TestCliStart)
#include "test_cli_start.moc"
