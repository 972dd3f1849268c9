// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/train_fixture.h"
#include "tests/support/loaded_libraries.h"

#include <QTest>

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
    QVERIFY(m_fixture.writeClasses(QStringLiteral("data"),
                                   {QStringLiteral("covid"), QStringLiteral("normal")}, 8));
    QVERIFY(writeFileAtomically(m_fixture.path(QStringLiteral("chest.dcm")), chestDicom()));
    traceLibraries();
}

void TestCliStart::mostCommandsLoadLittle_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString model = QStringLiteral("--model");
    const QString base = m_fixture.path(QStringLiteral("base"));
    const QString chest = m_fixture.path(QStringLiteral("chest.dcm"));
    const QString picture = m_fixture.path(QStringLiteral("data/covid/p0-0.bmp"));
    const QString out = QStringLiteral("--out");
    QTest::newRow("version") << QStringList{QStringLiteral("--version")};
    QTest::newRow("model info") << QStringList{QStringLiteral("model"), QStringLiteral("info"),
                                               base};
    QTest::newRow("model verify") << QStringList{QStringLiteral("model"), QStringLiteral("verify"),
                                                 base};
    QTest::newRow("predict") << QStringList{QStringLiteral("predict"), chest, picture, model, base};
    QTest::newRow("predict with overlays")
        << QStringList{QStringLiteral("predict"),
                       chest,
                       model,
                       base,
                       QStringLiteral("--saliency"),
                       m_fixture.path(QStringLiteral("overlays"))};
    QTest::newRow("screen") << QStringList{QStringLiteral("screen"),
                                           chest,
                                           model,
                                           base,
                                           out,
                                           m_fixture.path(QStringLiteral("worklist.csv"))};
    QTest::newRow("train --help") << QStringList{QStringLiteral("train"), QStringLiteral("--help")};
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
    const CliRun run = m_fixture.train(QStringLiteral("data"), QStringLiteral("trained"),
                                       {QStringLiteral("--fine-tune-epochs"), QStringLiteral("0")});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    const QString loaded = tracedLibraries(run.messages).join(u'\n');
    QVERIFY(loaded.contains(u"libccad_torch"));
    QVERIFY(loaded.contains(u"libtorch_cpu"));
}

void TestCliStart::aMissingModuleIsSaid_data()
{
    QTest::addColumn<QString>("module");
    const QString text = m_fixture.path(QStringLiteral("text.so"));
    QVERIFY(writeFileAtomically(text, "This is no library.\n"));
    QTest::newRow("not there") << m_fixture.path(QStringLiteral("gone.so"));
    QTest::newRow("broken") << text;
}

void TestCliStart::aMissingModuleIsSaid()
{
    QFETCH(QString, module);
    qputenv("CCAD_TORCH_MODULE", module.toUtf8());
    const CliRun training = m_fixture.train(QStringLiteral("data"), QStringLiteral("never"));
    const CliRun prediction
        = runCli({QStringLiteral("predict"), m_fixture.path(QStringLiteral("chest.dcm")),
                  QStringLiteral("--model"), m_fixture.path(QStringLiteral("base"))});
    qunsetenv("CCAD_TORCH_MODULE");
    QCOMPARE(training.status, 1);
    QVERIFY2(training.messages.contains(module), qPrintable(training.messages));
    QVERIFY2(training.messages.contains(u"install CCAD anew"), qPrintable(training.messages));
    QVERIFY2(prediction.status == 0, qPrintable(prediction.messages));
}

QTEST_GUILESS_MAIN(TestCliStart)
#include "test_cli_start.moc"
