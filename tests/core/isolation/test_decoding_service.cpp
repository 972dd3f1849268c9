// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"
#include "core/base/files.h"
#include "core/imaging/reading/preview.h"
#include "core/imaging/reading/reader.h"
#include "core/imaging/tags/tag_tree.h"
#include "core/isolation/decoder.h"
#include "core/isolation/decoding_service.h"
#include "core/isolation/internal/child_process.h"
#include "tests/core/isolation/process_facts.h"
#include "tests/support/golden_cases.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QString misbehaving = QStringLiteral(CCAD_MISBEHAVING_TEMPLATE);

/// What the misbehaving program's children do with a file depends on its name alone.
QString fileNamed(const QString& name)
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath(name);
    if (!QFile(path).open(QIODevice::WriteOnly))
        qFatal("Cannot write %s", qPrintable(path));
    return path;
}

ServiceLimits quick(int timeMs = 20000)
{
    ServiceLimits limits;
    limits.timeMs = timeMs;
    limits.memoryBytes = qint64{1} << 30;
    return limits;
}

QString sample()
{
    return samplesDir() + u"/average-covid.dcm"_s;
}

std::size_t childrenLeft()
{
    isolation::ChildProcess::reapThoseLetGo();
    return childProcesses().size();
}

bool sameNodes(const std::vector<TagNode>& left, const std::vector<TagNode>& right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const TagNode& a, const TagNode& b) {
                          return a.tag == b.tag && a.vr == b.vr && a.name == b.name
                              && a.value == b.value && a.length == b.length
                              && a.isPrivate == b.isPrivate
                              && a.identifiesPatient == b.identifiesPatient && a.use == b.use
                              && sameNodes(a.children, b.children);
                      });
}

} // namespace

/// What is in a file comes from a process of its own: the same as from the readers, and whatever
/// that process does costs its file and nothing else.
class TestDecodingService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatTheReadersTell_data();
    void tellsWhatTheReadersTell();
    void overlaysCome();
    void tagsCome();
    void filmHeadsCome();
    void missingAndImpossiblePaths();
    void childrenThatEndBadly_data();
    void childrenThatEndBadly();
    void lies_data();
    void lies();
    void aHangingChildIsEnded();
    void cancelKillsTheChild();
    void killedOnceIsTriedAgain();
    void aDeadTemplateIsReplaced();
    void programsThatAreNoTemplate_data();
    void programsThatAreNoTemplate();
    void withoutDescriptors();
    void manyThreadsAtOnce();
    void memoryIsLimited();
    void leavesNothingBehind();
    void itsNamespacesAreItsOwn();
};

void TestDecodingService::tellsWhatTheReadersTell_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("sample") << sample();
    for (const GoldenCase& golden : goldenCases()) {
        const QString path
            = fileNamed(u"golden-%1.dcm"_s.arg(QString::fromLatin1(golden.name.toUtf8().toHex())));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(golden.file) == golden.file.size());
        QTest::newRow(qPrintable(golden.name)) << path;
    }
}

void TestDecodingService::tellsWhatTheReadersTell()
{
    QFETCH(QString, path);
    static DecodingService service(decoderProgram());
    const ReadSize size{0, false, true};
    const auto expected = readReduced(path, size);
    const auto told = service.reduced(path, size);
    QVERIFY2(told.hasValue() == expected.hasValue(), told ? "" : qPrintable(told.error().message));
    if (!expected) {
        QCOMPARE(told.error().code, expected.error().code);
        QCOMPARE(told.error().message, expected.error().message);
        return;
    }
    QCOMPARE(told->radiograph.columns, expected->radiograph.columns);
    QCOMPARE(told->radiograph.rows, expected->radiograph.rows);
    QCOMPARE(*told->radiograph.pixels, *expected->radiograph.pixels);
    QCOMPARE(told->radiograph.patientName, expected->radiograph.patientName);
    QCOMPARE(told->radiograph.planes.size(), expected->radiograph.planes.size());
    QVERIFY(told->radiograph.vois == expected->radiograph.vois);
    QVERIFY(told->radiograph.initialVoi == expected->radiograph.initialVoi);
    QCOMPARE(told->pictureSha256, expected->pictureSha256);
    QCOMPARE(told->contentSha256, expected->contentSha256);
    QCOMPARE(told->pixelChecksum, expected->pixelChecksum);
    const auto preview = service.preview(path);
    const auto expectedPreview = readPreview(path);
    QVERIFY(preview.hasValue() && expectedPreview.hasValue());
    QCOMPARE(preview->image.width, expectedPreview->image.width);
    QCOMPARE(preview->image.pixels, expectedPreview->image.pixels);
    QCOMPARE(preview->contentHash, expectedPreview->contentHash);
    QCOMPARE(preview->patientId, expectedPreview->patientId);
}

void TestDecodingService::overlaysCome()
{
    DecodingService service(misbehaving, quick());
    const auto told = service.radiograph(fileNamed(u"good"_s));
    QVERIFY2(told.hasValue(), qPrintable(told ? QString() : told.error().message));
    QCOMPARE(told->planes.size(), std::size_t{1});
    QCOMPARE(told->planes.front().group, 0x6000);
    QCOMPARE(told->planes.front().bits->size(), std::size_t{64 * 64 / 8});
}

void TestDecodingService::tagsCome()
{
    DecodingService service(decoderProgram());
    const auto expected = readTagTree(sample());
    const auto told = service.tags(sample());
    QVERIFY(expected.hasValue() && told.hasValue());
    QVERIFY(!expected->nodes.empty());
    QVERIFY(sameNodes(told->nodes, expected->nodes));
    QCOMPARE(told->truncated, expected->truncated);
}

void TestDecodingService::filmHeadsCome()
{
    DecodingService service(decoderProgram());
    const auto film = readRadiograph(sample());
    QVERIFY(film && !film->sopInstanceUid.isEmpty());
    const auto head = service.filmHead(sample());
    QVERIFY2(head, head ? "" : qPrintable(head.error().message));
    QCOMPARE(head->sopInstanceUid, film->sopInstanceUid);
    QVERIFY(!head->object);
    const QString other = fileNamed(u"no film"_s);
    QVERIFY(writeFileAtomically(other, "BM, of another format"));
    QCOMPARE(service.filmHead(other).error().code, ErrorCode::Unsupported);
}

void TestDecodingService::missingAndImpossiblePaths()
{
    DecodingService service(decoderProgram());
    QCOMPARE(service.radiograph(u"/nowhere/at/all.dcm"_s).error().code, ErrorCode::FileNotFound);
    QCOMPARE(service.radiograph(u"/dev/zero"_s).error().code, ErrorCode::FileUnreadable);
    QCOMPARE(service.radiograph(QString()).error().code, ErrorCode::FileUnreadable);
    QCOMPARE(service.radiograph(QString(5000, u'a')).error().code, ErrorCode::FileUnreadable);
    QCOMPARE(service.preview(sample(), 0).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(service.templatePid(), 0); // nobody needed it
}

void TestDecodingService::childrenThatEndBadly_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("crash") << ErrorCode::FileBroken
                           << u"crashed the decoder (segmentation fault)"_s;
    QTest::newRow("exit") << ErrorCode::FileBroken << u"crashed the decoder (exit status 3)"_s;
    QTest::newRow("forbidden") << ErrorCode::FileBroken << u"for what no picture needs"_s;
    QTest::newRow("swallow") << ErrorCode::TooLarge << u"1024 MiB"_s;
    QTest::newRow("killed") << ErrorCode::TooLarge << u"killed from outside"_s;
    QTest::newRow("mute") << ErrorCode::FileBroken << u"nonsense"_s;
    QTest::newRow("short packet") << ErrorCode::FileBroken << u"nonsense"_s;
    QTest::newRow("unconfined") << ErrorCode::Internal << u"cannot be confined"_s;
}

void TestDecodingService::childrenThatEndBadly()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    DecodingService service(misbehaving, quick());
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const auto told = service.radiograph(fileNamed(name));
    QVERIFY(!told.hasValue());
    QCOMPARE(told.error().code, code);
    QVERIFY2(told.error().message.contains(words), qPrintable(told.error().message));
    QVERIFY(told.error().message.startsWith(u"Cannot read %1: "_s.arg(name)));
    const qint64 pid = service.templatePid();
    QVERIFY(service.radiograph(fileNamed(u"good"_s)).hasValue());
    QCOMPARE(service.templatePid(), pid); // a child takes nothing with it
}

void TestDecodingService::lies_data()
{
    QTest::addColumn<int>("dummy");
    for (const char* lie : {"lie magic", "lie outcome", "lie head", "lie no head", "lie bulk",
                            "lie all bulk", "lie no bulk", "lie failure", "lie pixel",
                            "lie columns", "lie reduction", "lie hash", "lie plane", "lie group"})
        QTest::newRow(lie) << 0;
}

void TestDecodingService::lies()
{
    static DecodingService service(misbehaving, quick());
    const auto told = service.radiograph(fileNamed(QString::fromLatin1(QTest::currentDataTag())));
    QVERIFY(!told.hasValue());
    QCOMPARE(told.error().code, ErrorCode::FileBroken);
    QVERIFY2(told.error().message.contains(u"nonsense"_s), qPrintable(told.error().message));
}

void TestDecodingService::aHangingChildIsEnded()
{
    DecodingService service(misbehaving, quick(100));
    const auto told = service.radiograph(fileNamed(u"hang"_s));
    QCOMPARE(told.error().code, ErrorCode::TimedOut);
    QVERIFY(service.radiograph(fileNamed(u"good"_s)).hasValue());
}

void TestDecodingService::cancelKillsTheChild()
{
    DecodingService service(misbehaving, quick());
    QVERIFY(service.radiograph(fileNamed(u"good"_s)).hasValue());
    const std::size_t before = childrenLeft();
    CancelToken cancel;
    std::thread other([cancel] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        cancel.cancel();
    });
    QElapsedTimer clock;
    clock.start();
    const auto told = service.radiograph(fileNamed(u"hang"_s), cancel);
    other.join();
    QCOMPARE(told.error().code, ErrorCode::Cancelled);
    QVERIFY(clock.elapsed() < 5000);
    QTRY_VERIFY(childrenLeft() <= before);
}

void TestDecodingService::killedOnceIsTriedAgain()
{
    DecodingService service(misbehaving, quick());
    QVERIFY(service.radiograph(fileNamed(u"killed once"_s)).hasValue());
}

void TestDecodingService::aDeadTemplateIsReplaced()
{
    DecodingService service(misbehaving, quick());
    QVERIFY(service.radiograph(fileNamed(u"template dies once"_s)).hasValue());
    const qint64 pid = service.templatePid();
    QVERIFY(pid > 0);
    QCOMPARE(kill(static_cast<pid_t>(pid), SIGKILL), 0);
    QVERIFY(service.radiograph(fileNamed(u"good"_s)).hasValue());
    QVERIFY(service.templatePid() != pid);
}

void TestDecodingService::programsThatAreNoTemplate_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("none") << QString();
    QTest::newRow("missing") << u"/nowhere/ccad-decoder"_s;
    QTest::newRow("ends") << u"/bin/true"_s;
}

void TestDecodingService::programsThatAreNoTemplate()
{
    QFETCH(QString, program);
    DecodingService service(program, quick());
    for (int i = 0; i < 2; ++i) { // it is asked for again, and told again
        const auto told = service.radiograph(sample());
        QCOMPARE(told.error().code, ErrorCode::Internal);
        QVERIFY2(told.error().message.contains(u"cannot be started"_s),
                 qPrintable(told.error().message));
    }
}

void TestDecodingService::withoutDescriptors()
{
    DecodingService service(misbehaving, quick());
    QVERIFY(service.radiograph(fileNamed(u"good"_s)).hasValue());
    const QString path = fileNamed(u"good"_s);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
    const int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(next);
    for (int spare = 0; spare < 5; ++spare) {
        const rlimit few{static_cast<rlim_t>(next + spare), before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &few), 0);
        const auto told = service.radiograph(path);
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY(told.hasValue() || told.error().message.startsWith(u"Cannot "_s));
    }
    QVERIFY(service.radiograph(path).hasValue());
}

void TestDecodingService::manyThreadsAtOnce()
{
    DecodingService service(decoderProgram());
    const auto expected = readRadiograph(sample());
    QVERIFY(expected.hasValue());
    std::atomic_int right = 0;
    std::vector<std::thread> threads;
    constexpr int count = 8;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&] {
            const auto told = service.radiograph(sample());
            right += told && *told->pixels == *expected->pixels ? 1 : 0;
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(right.load(), count);
}

void TestDecodingService::memoryIsLimited()
{
    ServiceLimits limits = quick();
    limits.memoryBytes = 1 << 16;
    DecodingService service(decoderProgram(), limits);
    QCOMPARE(service.radiograph(sample()).error().code, ErrorCode::TooLarge);
}

void TestDecodingService::leavesNothingBehind()
{
    const std::size_t before = childrenLeft();
    {
        DecodingService service(decoderProgram());
        QVERIFY(service.radiograph(sample()).hasValue());
        QVERIFY(service.templatePid() > 0);
        QVERIFY(childProcesses().size() > before);
    }
    QTRY_VERIFY(childrenLeft() <= before);
}

void TestDecodingService::itsNamespacesAreItsOwn()
{
    DecodingService service(decoderProgram());
    const auto layers = service.layers();
    QVERIFY2(layers, layers ? "" : qPrintable(layers.error().message));
    if (!layers->namespaces)
        QSKIP("This system grants no namespaces.");
    for (const char* kind : {"user", "net", "ipc", "uts"}) {
        const auto numberFor = [kind](const QString& process) {
            std::array<char, 64> name{};
            const auto link = u"/proc/%1/ns/%2"_s.arg(process, QString::fromLatin1(kind)).toUtf8();
            return ::readlink(link.constData(), name.data(), name.size()) > 0
                ? QByteArray(name.data())
                : QByteArray();
        };
        const QByteArray its = numberFor(QString::number(service.templatePid()));
        if (its.isEmpty())
            QSKIP("Only root may look at a process that is locked down.");
        QVERIFY2(its != numberFor(u"self"_s), its.constData());
    }
}

QTEST_GUILESS_MAIN(TestDecodingService)
#include "test_decoding_service.moc"
