// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/model_results.h"
#include "tests/cli/train_fixture.h"
#include "tests/support/patience.h"

#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What goes wrong in a department: each gets a clear sentence, the right status, and an older
/// package in the output folder stays as it was.
class TestCliTrainData : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void aFolderWithOneClass();
    void anEmptyClass();
    void aClassOfUnreadableFiles();
    void someUnreadableFiles();
    void twoImages();
    void aPatientOnBothSides();
    void aFullDiskAtACheckpoint();
    void aFullDiskAtTheEnd();
    void anOutputFolderThatCannotBeWritten_data();
    void anOutputFolderThatCannotBeWritten();
    void twoTrainingsIntoOneFolder();
    void aPackageGivesWayOnlyWhenAsked();
    void labelsWithACommaAndAPipe();

private:
    /// Checks that the training failed in its own words and that the older package is untouched.
    void checkRefused(const CliRun& run, const QStringList& words, int status = 1);
    /// Into `out`, over the package that is there.
    [[nodiscard]] CliRun replacing(const QString& data, const QStringList& more = {}) const;
    [[nodiscard]] CliRun trainOnSmallDisk(const QString& data, rlim_t bytes,
                                          const QStringList& more) const;
    TrainFixture m_fixture;
};

namespace {

const QString out = u"model"_s;

QString text(const char* words)
{
    return QString::fromLatin1(words);
}

} // namespace

CliRun TestCliTrainData::replacing(const QString& data, const QStringList& more) const
{
    return m_fixture.train(data, out, more + QStringList{text("--replace")});
}

void TestCliTrainData::initTestCase()
{
    QVERIFY(m_fixture.writeBase());
    QVERIFY(m_fixture.writeClasses(text("good"), {text("plain"), text("striped")}, 12));
}

void TestCliTrainData::init()
{
    QDir(m_fixture.path(out)).removeRecursively();
    QFile::remove(m_fixture.path(text("model.checkpoint")));
    QVERIFY(saveModelPackage(quickPackage(), m_fixture.path(out), Existing::Replace));
}

void TestCliTrainData::checkRefused(const CliRun& run, const QStringList& words, int status)
{
    QVERIFY2(run.status == status, qPrintable(run.messages));
    for (const QString& word : words)
        QVERIFY2(run.messages.contains(word), qPrintable(run.messages));
    QVERIFY2(!run.messages.contains(text("rror:")), qPrintable(run.messages)); // no raw exception
    const auto older = loadModelPackage(m_fixture.path(out));
    QVERIFY(older.hasValue());
    QCOMPARE(older->card, quickPackage().card);
}

void TestCliTrainData::aFolderWithOneClass()
{
    QVERIFY(m_fixture.writeClasses(text("single"), {text("plain")}, 6));
    checkRefused(replacing(text("single")), {text("plain"), text("class")});
}

void TestCliTrainData::anEmptyClass()
{
    QVERIFY(m_fixture.writeClasses(text("empty"), {text("plain"), text("striped")}, 6));
    QVERIFY(QDir().mkpath(m_fixture.path(text("empty/nothing"))));
    checkRefused(replacing(text("empty")), {text("nothing")});
}

void TestCliTrainData::aClassOfUnreadableFiles()
{
    QVERIFY(m_fixture.writeClasses(text("broken"), {text("plain"), text("striped")}, 6));
    QVERIFY(QDir().mkpath(m_fixture.path(text("broken/torn"))));
    for (int i = 0; i < 3; ++i)
        QVERIFY(writeFileAtomically(m_fixture.path(u"broken/torn/%1.bmp"_s.arg(i)), "BM nothing"));
    checkRefused(replacing(text("broken")), {text("torn")});
}

void TestCliTrainData::someUnreadableFiles()
{
    QVERIFY(m_fixture.writeClasses(text("some"), {text("plain"), text("striped")}, 12));
    QVERIFY(writeFileAtomically(m_fixture.path(text("some/plain/torn.bmp")), "BM nothing"));
    const CliRun run = replacing(text("some"));
    QCOMPARE(run.status, 1); // trained, but not on everything
    QVERIFY2(run.messages.contains(text("Left out, cannot be read: "))
                 && run.messages.contains(text("torn.bmp")),
             qPrintable(run.messages));
    const auto package = loadModelPackage(m_fixture.path(out));
    QVERIFY(package.hasValue());
    QVERIFY(package->card != quickPackage().card);
}

void TestCliTrainData::twoImages()
{
    QVERIFY(m_fixture.writeClasses(text("two"), {text("plain"), text("striped")}, 1));
    checkRefused(replacing(text("two")), {text("plain")});
}

void TestCliTrainData::aPatientOnBothSides()
{
    QVERIFY(m_fixture.writeClasses(text("sides"), {text("plain"), text("striped")}, 12));
    QByteArray manifest = "file,label,patient,split\n";
    for (int i = 0; i < 12; ++i) {
        const QByteArray side = i < 4 ? "test" : "train";
        const QByteArray number = QByteArray::number(i == 4 ? 0 : i); // patient 0 on both
        manifest += "plain/p0-" + QByteArray::number(i) + ".bmp,plain,a" + number + "," + side
            + "\nstriped/p1-" + QByteArray::number(i) + ".bmp,striped,b" + QByteArray::number(i)
            + "," + side + "\n";
    }
    QVERIFY(writeFileAtomically(m_fixture.path(text("sides/manifest.csv")), manifest));
    checkRefused(replacing(text("sides/manifest.csv")), {text("atient"), text("two sides")});
}

CliRun TestCliTrainData::trainOnSmallDisk(const QString& data, rlim_t bytes,
                                          const QStringList& more) const
{
    QProcess process;
    process.setChildProcessModifier([bytes] {
        std::signal(SIGXFSZ, SIG_IGN); // an error instead of a signal, as on a full disk
        const rlimit limit{bytes, bytes};
        setrlimit(RLIMIT_FSIZE, &limit);
    });
    process.start(QStringLiteral(CCAD_CLI), m_fixture.arguments(data, out) + more);
    CliRun run;
    if (process.waitForFinished(5 * test::patienceMs)
        && process.exitStatus() == QProcess::NormalExit)
        run.status = process.exitCode();
    run.output = QString::fromUtf8(process.readAllStandardOutput());
    run.messages = QString::fromUtf8(process.readAllStandardError());
    return run;
}

void TestCliTrainData::aFullDiskAtACheckpoint()
{
    // Room for the head's checkpoints, not for those of the whole network.
    const CliRun run = trainOnSmallDisk(text("good"), 100'000, {text("--replace")});
    checkRefused(run, {m_fixture.path(text("model.checkpoint")), text("Make room and resume")});
    QVERIFY(run.messages.contains(text("Head epoch 2 of 2")));
    // What was done by then is not lost, and what may be replaced was said when it began.
    const CliRun resumed = m_fixture.train(text("good"), out, {text("--resume")});
    QVERIFY2(resumed.status == 0, qPrintable(resumed.messages));
    QVERIFY(!resumed.messages.contains(text("Head epoch")));
}

void TestCliTrainData::aFullDiskAtTheEnd()
{
    const QStringList headAlone = {text("--fine-tune-epochs"), text("0")};
    const CliRun run
        = trainOnSmallDisk(text("good"), 100'000, headAlone + QStringList{text("--replace")});
    checkRefused(run, {text("Cannot write"), text("--resume")});
    QVERIFY2(run.output.contains(text("Test\n")), qPrintable(run.output)); // the figures came out
    const CliRun resumed
        = m_fixture.train(text("good"), out, headAlone + QStringList{text("--resume")});
    QVERIFY2(resumed.status == 0, qPrintable(resumed.messages));
    QVERIFY(!resumed.messages.contains(text("Head epoch")));
    QVERIFY(!QFile::exists(m_fixture.path(text("model.checkpoint"))));
}

void TestCliTrainData::anOutputFolderThatCannotBeWritten_data()
{
    QTest::addColumn<QString>("folder");
    // Permission bits do not stop root, who may run this test.
    QTest::newRow("below a file") << m_fixture.path(text("base/manifest.json/model"));
    QTest::newRow("in /proc") << text("/proc/ccad-model");
}

void TestCliTrainData::anOutputFolderThatCannotBeWritten()
{
    QFETCH(QString, folder);
    QStringList list = m_fixture.arguments(text("good"), out);
    list[3] = folder;
    const CliRun run = runCli(list);
    checkRefused(run, {QFileInfo(folder).path(), text("choose another")});
    QVERIFY(!run.messages.contains(text("Note:"))); // said before the work, not after it
}

void TestCliTrainData::twoTrainingsIntoOneFolder()
{
    QProcess first;
    first.setReadChannel(QProcess::StandardError);
    first.start(QStringLiteral(CCAD_CLI),
                m_fixture.arguments(text("good"), out)
                    + QStringList{text("--replace"), text("--fine-tune-epochs"), text("100000")});
    QByteArray messages;
    while (!messages.contains("Head epoch 1 ") && first.waitForReadyRead(test::patienceMs))
        messages += first.readAllStandardError();
    const QString processId = QString::number(first.processId());
    const CliRun second = replacing(text("good"));
    first.kill();
    QVERIFY(first.waitForFinished(test::patienceMs));
    checkRefused(second, {text("Another training"), processId});
    // A lock of a process that is gone keeps nobody away.
    QCOMPARE(replacing(text("good")).status, 0);
}

void TestCliTrainData::aPackageGivesWayOnlyWhenAsked()
{
    const CliRun refused = m_fixture.train(text("good"), out);
    checkRefused(refused, {text("There is a model package in"), text("--replace")}, 2);
    QVERIFY(!refused.messages.contains(text("Note:"))); // said before the work, not after it
    // Nor is the training that is over a reason to replace its own model.
    checkRefused(m_fixture.train(text("good"), out, {text("--resume")}),
                 {text("There is a model package in")}, 2);
    const CliRun asked = replacing(text("good"));
    QVERIFY2(asked.status == 0, qPrintable(asked.messages));
    QVERIFY(loadModelPackage(m_fixture.path(out))->card != quickPackage().card);
    QCOMPARE(loadModelPackage(replacedFolderOf(m_fixture.path(out)))->card, quickPackage().card);
}

void TestCliTrainData::labelsWithACommaAndAPipe()
{
    const QString comma = text("covid, severe");
    const QString pipe = text("mild|none");
    QVERIFY(m_fixture.writeClasses(text("odd"), {comma, pipe}, 12));
    const CliRun run = replacing(text("odd"), {text("--positive"), comma});
    QVERIFY2(run.status == 0, qPrintable(run.messages));
    QVERIFY(run.output.contains(comma));
    const auto package = loadModelPackage(m_fixture.path(out));
    QVERIFY(package.hasValue());
    QCOMPARE(package->manifest.classes[0].name, comma);
    QVERIFY(package->card.contains(text("mild\\|none"))); // or the table would have a column more
    const auto results = loadModelResults(m_fixture.path(out));
    QVERIFY2(results.hasValue(), results ? "" : qPrintable(results.error().message));
    QCOMPARE(results->manifest.classes[1].name, pipe);
    const CliRun answer
        = runCli({text("predict"), text("--json"), text("--model"), m_fixture.path(out),
                  m_fixture.path(text("odd/mild|none/p1-0.bmp"))});
    QVERIFY(answer.json().front()[text("probabilities")].toObject().contains(comma));
}

QTEST_GUILESS_MAIN(TestCliTrainData)
#include "test_cli_train_data.moc"
