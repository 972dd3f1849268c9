// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/isolation/decoder.h"
#include "tests/core/isolation/process_facts.h"
#include "tests/support/environment.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <thread>

#include <signal.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QString misbehaving = QStringLiteral(CCAD_MISBEHAVING_DECODER);

DecoderLimits quick(int timeMs)
{
    DecoderLimits limits;
    limits.timeMs = timeMs;
    return limits;
}

/// What the misbehaving program does with a file depends on its name alone.
QString fileNamed(const QString& name)
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath(name);
    if (!QFile(path).open(QIODevice::WriteOnly))
        qFatal("Cannot write %s", qPrintable(path));
    return path;
}

Decoder misbehavingDecoder(int timeMs = 20000)
{
    return Decoder(misbehaving, PreprocessSpec{}, quick(timeMs));
}

QString messageOf(const Result<DecodedStudy>& study)
{
    return study ? u"no error"_s : study.error().message;
}

ErrorCode codeOf(const Result<DecodedStudy>& study)
{
    return study ? ErrorCode::InvalidArgument : study.error().code;
}

} // namespace

/// A child that crashes, hangs, swallows memory or lies costs its file and nothing else.
class TestDecoderGuards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsOfTheChild_data();
    void endsOfTheChild();
    void lies_data();
    void lies();
    void hangs();
    void cancelledWhileItHangs();
    void cancelledBefore();
    void killedOnceIsTriedAgain();
    void stoppedAtTheStartIsStartedAgain_data();
    void stoppedAtTheStartIsStartedAgain();
    void killedBetweenTwoFiles();
    void cannotShrinkTheSharedMemory();
    void unaskedAnswersAreDropped();
    void inheritsNothing();
    void programsThatAreNoDecoder_data();
    void programsThatAreNoDecoder();
    void anotherVersionIsNotBelieved();
    void oneThatIsNotConfinedIsNotUsed_data();
    void oneThatIsNotConfinedIsNotUsed();
    void impossiblePaths();
    void answersWakeItAtOnce();
    void leavesNothingBehind();
};

void TestDecoderGuards::endsOfTheChild_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("crash") << ErrorCode::FileBroken
                           << u"crashed the decoder (segmentation fault)"_s;
    QTest::newRow("abort") << ErrorCode::FileBroken << u"crashed the decoder (aborted)"_s;
    QTest::newRow("exit") << ErrorCode::FileBroken << u"crashed the decoder (exit status 3)"_s;
    QTest::newRow("forbidden") << ErrorCode::FileBroken << u"for what no picture needs"_s;
    QTest::newRow("swallow") << ErrorCode::TooLarge << u"1024 MiB"_s;
    QTest::newRow("killed") << ErrorCode::TooLarge << u"killed from outside"_s;
    QTest::newRow("mute") << ErrorCode::FileBroken << u"nonsense"_s;
    QTest::newRow("short packet") << ErrorCode::FileBroken << u"nonsense"_s;
    QTest::newRow("long packet") << ErrorCode::FileBroken << u"nonsense"_s;
}

void TestDecoderGuards::endsOfTheChild()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    Decoder decoder = misbehavingDecoder();
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const auto study = decoder.decode(fileNamed(name));
    QCOMPARE(codeOf(study), code);
    QVERIFY2(study.error().message.contains(words), qPrintable(study.error().message));
    QVERIFY2(study.error().message.startsWith(u"Cannot read %1: "_s.arg(name))
                 && study.error().message.endsWith(u'.'),
             qPrintable(study.error().message));
    QCOMPARE(decoder.childPid(), 0);
    const auto next = decoder.decode(fileNamed(u"good"_s));
    QVERIFY2(next.hasValue(), qPrintable(messageOf(next)));
    QCOMPARE(next->identity, u"uid:1.2.3 "_s + QString(64, u'0'));
    QCOMPARE(next->input.values.size(), std::size_t{224 * 224});
    QCOMPARE(next->input.values.back(), 0.25F);
    QCOMPARE(next->thumbnail.pixels.size(), std::size_t{96 * 96});
}

void TestDecoderGuards::lies_data()
{
    QTest::addColumn<int>("dummy");
    for (const char* lie : {"magic",
                            "number",
                            "kind",
                            "no facts",
                            "many facts",
                            "facts to the end",
                            "thumbnail size",
                            "negative thumbnail",
                            "small thumbnail",
                            "rectangle",
                            "rectangle nan",
                            "time",
                            "time nan",
                            "input nan",
                            "input infinite",
                            "identity",
                            "long identity",
                            "identity of another",
                            "identity without a picture",
                            "columns",
                            "rows",
                            "view",
                            "name",
                            "code",
                            "code of another kind",
                            "no message"})
        QTest::newRow(lie) << 0;
}

void TestDecoderGuards::lies()
{
    Decoder decoder = misbehavingDecoder();
    const auto study
        = decoder.decode(fileNamed(u"lie "_s + QString::fromLatin1(QTest::currentDataTag())));
    QCOMPARE(codeOf(study), ErrorCode::FileBroken);
    QVERIFY2(study.error().message.contains(u"nonsense"_s), qPrintable(study.error().message));
    QCOMPARE(decoder.childPid(), 0); // it is not asked again
    QVERIFY(decoder.decode(fileNamed(u"good"_s)).hasValue());
}

void TestDecoderGuards::hangs()
{
    // So long that a good file is read in time on a busy machine, too, its child's start included.
    constexpr int limitMs = 3000;
    Decoder decoder = misbehavingDecoder(limitMs);
    QVERIFY(decoder.decode(fileNamed(u"good"_s)).hasValue());
    const qint64 first = decoder.childPid();
    QElapsedTimer clock;
    clock.start();
    const auto study = decoder.decode(fileNamed(u"hang"_s));
    QVERIFY2(clock.elapsed() >= limitMs && clock.elapsed() < patienceMs,
             qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(codeOf(study), ErrorCode::TimedOut);
    QVERIFY(study.error().message.contains(u"3000 ms"_s));
    QVERIFY(decoder.decode(fileNamed(u"good"_s)).hasValue());
    QVERIFY(decoder.childPid() != first);
}

void TestDecoderGuards::cancelledWhileItHangs()
{
    Decoder decoder = misbehavingDecoder(patienceMs);
    QVERIFY(decoder.decode(fileNamed(u"good"_s)).hasValue());
    const CancelToken cancel;
    QElapsedTimer clock;
    clock.start();
    const std::jthread other([&cancel] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        cancel.cancel();
    });
    QCOMPARE(codeOf(decoder.decode(fileNamed(u"hang"_s), cancel)), ErrorCode::Cancelled);
    QVERIFY2(clock.elapsed() < patienceMs / 2, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(decoder.decode(fileNamed(u"good"_s)).hasValue());
}

void TestDecoderGuards::cancelledBefore()
{
    Decoder decoder = misbehavingDecoder();
    const CancelToken cancel;
    cancel.cancel();
    QCOMPARE(codeOf(decoder.decode(u"good"_s, cancel)), ErrorCode::Cancelled);
    QCOMPARE(decoder.childPid(), 0);
}

void TestDecoderGuards::killedOnceIsTriedAgain()
{
    const QString path = fileNamed(u"killed once"_s);
    Decoder decoder = misbehavingDecoder();
    const auto study = decoder.decode(path);
    QVERIFY2(study.hasValue(), qPrintable(messageOf(study)));
    QVERIFY(!QFile::exists(path)); // it was killed
}

void TestDecoderGuards::stoppedAtTheStartIsStartedAgain_data()
{
    QTest::addColumn<int>("stops");
    QTest::addColumn<bool>("isReady");
    QTest::newRow("once") << 1 << true;
    QTest::newRow("each time") << 9 << false;
}

void TestDecoderGuards::stoppedAtTheStartIsStartedAgain()
{
    QFETCH(int, stops);
    QFETCH(bool, isReady);
    const QTemporaryDir folder;
    for (int i = 0; i < stops; ++i)
        QVERIFY(writeFileAtomically(folder.filePath(QString::number(i)), "stop"));
    const EnvironmentValue set("CCAD_TEST_STOPS", folder.path().toUtf8());
    DecoderLimits limits = quick(patienceMs);
    limits.startMs = isReady ? 3000 : 300;
    Decoder decoder(misbehaving, PreprocessSpec{}, limits);
    const auto study = decoder.decode(fileNamed(u"good"_s));
    QVERIFY2(study.hasValue() == isReady, qPrintable(messageOf(study)));
    if (isReady)
        return;
    QCOMPARE(codeOf(study), ErrorCode::Internal);
    QVERIFY2(study.error().message.contains(u"does not answer"_s),
             qPrintable(study.error().message));
}

void TestDecoderGuards::killedBetweenTwoFiles()
{
    Decoder decoder = misbehavingDecoder();
    for (const int signal : {SIGKILL, SIGTERM, SIGSEGV}) {
        QVERIFY(decoder.decode(fileNamed(u"good"_s)).hasValue());
        const auto pid = static_cast<pid_t>(decoder.childPid());
        QCOMPARE(kill(pid, signal), 0);
        QTRY_VERIFY(hasEnded(pid));
        const auto study = decoder.decode(fileNamed(u"good"_s));
        QVERIFY2(study.hasValue(), qPrintable(messageOf(study)));
    }
}

void TestDecoderGuards::cannotShrinkTheSharedMemory()
{
    Decoder decoder = misbehavingDecoder();
    const auto study = decoder.decode(fileNamed(u"shrink"_s));
    QVERIFY2(study.hasValue(), qPrintable(messageOf(study)));
    QCOMPARE(study->input.values.front(), 0.25F);
}

void TestDecoderGuards::unaskedAnswersAreDropped()
{
    Decoder decoder = misbehavingDecoder();
    QVERIFY(decoder.decode(fileNamed(u"answer twice"_s)).hasValue());
    const auto next = decoder.decode(fileNamed(u"descriptors"_s));
    QCOMPARE(codeOf(next), ErrorCode::Unsupported); // its own answer, not the second one
}

void TestDecoderGuards::inheritsNothing()
{
    // Without O_CLOEXEC, and at a number that the child's own descriptors have, too.
    const int leaky = open("/dev/null", O_RDONLY);
    QVERIFY(leaky >= 0);
    Decoder decoder = misbehavingDecoder();
    const auto told = decoder.decode(fileNamed(u"descriptors"_s));
    close(leaky);
    QCOMPARE(codeOf(told), ErrorCode::Unsupported);
    // 5 is the listing itself.
    QCOMPARE(told.error().message, u"0 1 2 3 4 5"_s);
}

void TestDecoderGuards::programsThatAreNoDecoder_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("absent") << u"/nowhere/ccad-decoder"_s;
    QTest::newRow("empty") << QString();
    QTest::newRow("ends at once") << u"/bin/true"_s;
    QTest::newRow("no program") << u"/etc/passwd"_s;
}

void TestDecoderGuards::programsThatAreNoDecoder()
{
    QFETCH(QString, program);
    Decoder decoder(program, PreprocessSpec{});
    const auto study = decoder.decode(fileNamed(u"a.dcm"_s));
    QCOMPARE(codeOf(study), ErrorCode::Internal);
    QVERIFY2(study.error().message.contains(u'"' + program + u'"')
                 && study.error().message.startsWith(u"Cannot read a.dcm: "_s),
             qPrintable(study.error().message));
    QVERIFY(childProcesses().empty());
}

void TestDecoderGuards::anotherVersionIsNotBelieved()
{
    qputenv("CCAD_TEST_OTHER_VERSION", "1");
    Decoder decoder = misbehavingDecoder();
    const auto study = decoder.decode(fileNamed(u"good"_s));
    qunsetenv("CCAD_TEST_OTHER_VERSION");
    QCOMPARE(codeOf(study), ErrorCode::Internal);
    QVERIFY2(study.error().message.contains(u"version"_s), qPrintable(study.error().message));
}

void TestDecoderGuards::oneThatIsNotConfinedIsNotUsed_data()
{
    QTest::addColumn<QByteArray>("missing");
    QTest::addColumn<QString>("words");
    QTest::newRow("seccomp") << QByteArray("seccomp") << u"no seccomp"_s;
    QTest::newRow("limits") << QByteArray("limits") << u"limits on resources"_s;
    QTest::newRow("no new privileges") << QByteArray("no new privileges") << u"new privileges"_s;
    QTest::newRow("Landlock, which may be missing") << QByteArray("landlock") << QString();
}

void TestDecoderGuards::oneThatIsNotConfinedIsNotUsed()
{
    if (!isConfinable)
        QSKIP("Nothing confines a program with a sanitizer.");
    QFETCH(QByteArray, missing);
    QFETCH(QString, words);
    const EnvironmentValue without("CCAD_TEST_WITHOUT", missing);
    const QString path = fileNamed(u"good"_s);
    Decoder decoder = misbehavingDecoder();
    const auto study = decoder.decode(path);
    QCOMPARE(study.hasValue(), words.isEmpty());
    if (words.isEmpty())
        return;
    QCOMPARE(study.error().code, ErrorCode::Internal); // ends a batch
    const QString& message = study.error().message;
    QVERIFY2(message.startsWith(u"Cannot read good: "_s) && message.endsWith(u'.')
                 && message.contains(words)
                 && message.contains(QString::fromLatin1(allowUnconfined)),
             qPrintable(message));
    {
        const EnvironmentValue other(allowUnconfined, "yes, please");
        QVERIFY(!decoder.decode(path).hasValue());
    }
    const EnvironmentValue told(allowUnconfined, "1");
    QVERIFY2(decoder.decode(path).hasValue(), qPrintable(message));
}

void TestDecoderGuards::impossiblePaths()
{
    Decoder decoder = misbehavingDecoder();
    for (const QString& path : {QString(), QString(5000, u'x'), u"a\0b"_s})
        QCOMPARE(codeOf(decoder.decode(path)), ErrorCode::FileUnreadable);
}

void TestDecoderGuards::answersWakeItAtOnce()
{
    Decoder decoder = misbehavingDecoder();
    QVERIFY(decoder.decode(fileNamed(u"good"_s)).hasValue());
    constexpr int rounds = 100;
    qint64 best = 1'000'000'000; // the machine may be busy with something else
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer clock;
        clock.start();
        QVERIFY(decoder.decode(fileNamed(u"good"_s)).hasValue());
        best = std::min(best, clock.nsecsElapsed());
    }
    QVERIFY2(best < 5'000'000, qPrintable(QString::number(best))); // far below a slice of waiting
}

void TestDecoderGuards::leavesNothingBehind()
{
    const auto round = [] {
        Decoder decoder = misbehavingDecoder();
        for (const char* name : {"good", "crash", "good", "lie kind", "answer twice"})
            (void)decoder.decode(fileNamed(QString::fromLatin1(name)));
    };
    round();
    const qsizetype before = openDescriptors();
    for (int i = 0; i < 70; ++i)
        round(); // three children each
    QCOMPARE(openDescriptors(), before);
    QVERIFY(childProcesses().empty());
}

QTEST_GUILESS_MAIN(TestDecoderGuards)
#include "test_decoder_guards.moc"
