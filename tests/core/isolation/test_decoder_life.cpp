// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoder.h"
#include "tests/core/isolation/process_facts.h"
#include "tests/core/isolation/written_file.h"
#include "tests/support/bombs.h"
#include "tests/support/broken_files.h"
#include "tests/support/golden_cases.h"
#include "tests/support/patience.h"

#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <atomic>
#include <random>
#include <thread>

#include <signal.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// How long the real program lives, what it may take, and what ends it.
class TestDecoderLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void memoryIsLimited();
    void timeIsLimited();
    void isReplacedAfterManyFiles();
    void killedWhileItDecodes();
    void hasOneThread();
    void startedByHandItSaysSo();

private:
    QTemporaryDir m_folder;
};

void TestDecoderLife::initTestCase()
{
    QVERIFY2(!decoderProgram().isEmpty(), "ccad-decoder is not built");
}

void TestDecoderLife::memoryIsLimited()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("A sanitizer needs more address space than any limit leaves.");
#endif
    DecoderLimits limits;
    limits.memoryBytes = qint64{700} << 20;
    Decoder decoder(decoderProgram(), PreprocessSpec{}, limits);
    // Short enough for the limit of a file's size, but the program takes some of the memory, too.
    const QString padded = write(m_folder, u"padded"_s, goldenCases().front().file);
    QVERIFY(QFile::resize(padded, qint64{699} << 20));
    const auto bomb = decoder.decode(padded);
    QVERIFY(!bomb.hasValue());
    QCOMPARE(bomb.error().code, ErrorCode::TooLarge);
    QVERIFY2(bomb.error().message.contains(u"memory"_s), qPrintable(bomb.error().message));
    // Limits of their own end these before they take so much.
    const auto deflated = decoder.decode(write(m_folder, u"deflated"_s, inflatingDicom(3000)));
    QVERIFY(!deflated.hasValue());
    QCOMPARE(deflated.error().code, ErrorCode::TooLarge);
    const auto picture = decoder.decode(write(m_folder, u"large"_s, inflatingPng(20000)));
    QVERIFY(!picture.hasValue());
    QCOMPARE(picture.error().code, ErrorCode::TooLarge);
    const auto next = decoder.decode(write(m_folder, u"next"_s, goldenCases().front().file));
    QVERIFY2(next.hasValue(), qPrintable(next ? QString() : next.error().message));
}

void TestDecoderLife::timeIsLimited()
{
    DecoderLimits limits;
    limits.timeMs = 100;
    Decoder decoder(decoderProgram(), PreprocessSpec{}, limits);
    // Inflating so much takes longer, whatever the machine.
    const auto study = decoder.decode(write(m_folder, u"slow"_s, inflatingPng(8000)));
    QVERIFY(!study.hasValue());
    QCOMPARE(study.error().code, ErrorCode::TimedOut);
    QVERIFY2(study.error().message.contains(u"100 ms"_s), qPrintable(study.error().message));
}

void TestDecoderLife::isReplacedAfterManyFiles()
{
    const QString path = write(m_folder, u"again"_s, goldenCases().front().file);
    PreprocessSpec spec;
    spec.inputSize = 32;
    Decoder decoder(decoderProgram(), spec);
    const std::size_t others = childProcesses().size();
    QSet<qint64> children;
    for (int i = 0; i < 5000 && children.size() < 3; ++i) {
        QVERIFY(decoder.decode(path).hasValue());
        children.insert(decoder.childPid());
        QVERIFY(childProcesses().size() <= others + 1);
    }
    // Two children, and none between the last file of one and the first of the next.
    QVERIFY(children.size() >= 3 && children.contains(0));
}

void TestDecoderLife::killedWhileItDecodes()
{
    const QTemporaryDir folder;
    std::vector<QString> paths;
    for (const GeneratedFile& file : writeBrokenFiles(folder.path(), 150))
        if (!file.kind.contains(u"inflates"_s))
            paths.push_back(folder.filePath(file.name));
    const PreprocessSpec spec;
    const auto outcome = [](const Result<DecodedStudy>& study) {
        return study ? study->identity : study.error().message;
    };
    QStringList undisturbed;
    {
        Decoder decoder(decoderProgram(), spec);
        for (const QString& path : paths)
            undisturbed << outcome(decoder.decode(path));
    }
    std::atomic_bool done = false;
    std::atomic_int kills = 0;
    std::atomic_int decoded = 0; // files
    std::jthread killer([&] {
        std::mt19937 random(9);
        int last = -1;
        while (!done) {
            std::this_thread::sleep_for(std::chrono::milliseconds(random() % 100));
            // Twice in one file would count as its fault.
            if (decoded <= last)
                continue;
            for (const pid_t child : childProcesses())
                kills += kill(child, SIGKILL) == 0 ? 1 : 0;
            last = decoded;
        }
    });
    Decoder decoder(decoderProgram(), spec);
    QStringList disturbed;
    while (kills < 10) {
        disturbed.clear();
        for (const QString& path : paths) {
            disturbed << outcome(decoder.decode(path));
            ++decoded;
        }
        if (disturbed != undisturbed)
            break;
    }
    done = true;
    killer.join();
    QCOMPARE(disturbed, undisturbed);
    QVERIFY(kills >= 10);
}

void TestDecoderLife::hasOneThread()
{
    qputenv("OPENBLAS_NUM_THREADS", "4"); // not even when its parent has more
    Decoder decoder(decoderProgram(), PreprocessSpec{});
    const auto study = decoder.decode(write(m_folder, u"one"_s, goldenCases().front().file));
    qunsetenv("OPENBLAS_NUM_THREADS");
    QVERIFY(study.hasValue());
    QFile status(u"/proc/%1/status"_s.arg(decoder.childPid()));
    QVERIFY(status.open(QIODevice::ReadOnly));
    QVERIFY(status.readAll().contains("\nThreads:\t1\n"));
}

void TestDecoderLife::startedByHandItSaysSo()
{
    QProcess process;
    process.start(decoderProgram(), {});
    QVERIFY(process.waitForFinished(test::patienceMs));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("not by hand"));
}

QTEST_GUILESS_MAIN(TestDecoderLife)
#include "test_decoder_life.moc"
