// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/intake/dicomdir_writer.h"
#include "tests/core/intake/intake_fixture.h"
#include "tests/core/intake/zip_writer.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestIntake final : public IntakeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileOnceInTheOrderOfNames()
    {
        for (const char* name : {"10.dcm", "2.dcm", "b/1", "a/20", "a/3", "no end"})
            (void)write(QString::fromLatin1(name));
        const auto entries = entriesOf(request());
        QCOMPARE(namesOf(entries), list({"2.dcm", "10.dcm", "a/3", "a/20", "b/1", "no end"}));
        const IntakeEntry two = entries[0];
        QCOMPARE(two.path, m_day + u"/2.dcm"_s);
        QCOMPARE(two.bytes, qint64{7});
        QCOMPARE(two.modifiedMs, QFileInfo(two.path).lastModified().toMSecsSinceEpoch());
        QVERIFY(two.archive.path.isEmpty());
    }

    void pathsThatOverlapComeOnce()
    {
        const QString b = write(u"sub/b"_s);
        (void)write(u"a"_s);
        const QString sub = m_day + u"/sub/"_s;
        QCOMPARE(namesOf(entriesOf(request({b, m_day, sub, b}))), list({"sub/b", "a"}));
        const QString cwd = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_day));
        const auto entries = entriesOf(request({u"sub/b"_s, m_day}));
        QDir::setCurrent(cwd);
        QCOMPARE(entries.front().file, u"sub/b"_s); // as it was asked for
        QCOMPARE(entries.front().path, b);
        QCOMPARE(entries.size(), std::size_t{2});
    }

    void whatIsLeftOutHasNoEntry()
    {
        (void)write(u"a"_s);
        (void)write(u"journal"_s);
        (void)write(u"journal.unpacked/deep/b"_s);
        QVERIFY(symlink(".", QFile::encodeName(m_folder->filePath(u"day/here"_s))) == 0
                && symlink("day", QFile::encodeName(m_folder->filePath(u"way"_s))) == 0);
        IntakeRequest some = request();
        for (const char* own : {"journal", "journal.unpacked/", "not there"})
            some.leaveOut << m_folder->filePath(u"way/"_s) + QString::fromLatin1(own);
        QCOMPARE(namesOf(entriesOf(some)), list({"a", "here!"}));
    }

    void whatIsNoFileIsAProblemAndNeverOpened()
    {
        const QString file = write(u"file"_s);
        const QByteArray day = QFile::encodeName(m_day);
        QVERIFY(mkfifo((day + "/pipe").constData(), 0600) == 0);
        QVERIFY(symlink("circle", (day + "/circle").constData()) == 0);
        QVERIFY(symlink("nowhere", (day + "/dangling").constData()) == 0);
        QVERIFY(symlink("/dev/zero", (day + "/device").constData()) == 0);
        QVERIFY(symlink("file", (day + "/good link").constData()) == 0);
        const int handle = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray socketPath = day + "/socket";
        QVERIFY(std::size_t(socketPath.size()) < sizeof address.sun_path);
        std::copy(socketPath.begin(), socketPath.end(), address.sun_path);
        QVERIFY(::bind(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        const auto entries = entriesOf(request());
        ::close(handle);
        QCOMPARE(
            namesOf(entries),
            list({"circle!", "dangling!", "device!", "file", "good link", "pipe!", "socket!"}));
        for (const IntakeEntry& entry : entries)
            if (entry.problem) {
                QCOMPARE(entry.problem->code, ErrorCode::FileUnreadable);
                QVERIFY2(entry.problem->message.contains(entry.file),
                         qPrintable(entry.problem->message));
            }
        QVERIFY(named(entries, u"pipe"_s).problem->message.contains(u"named pipe"_s));
    }

    void foldersBehindLinksAreWalkedOnce()
    {
        (void)write(u"real/a"_s);
        (void)write(u"real/deep/b"_s);
        const QByteArray day = QFile::encodeName(m_day);
        QVERIFY(symlink("../..", (day + "/real/deep/up").constData()) == 0);
        QVERIFY(symlink("real", (day + "/a link").constData()) == 0);
        QCOMPARE(namesOf(entriesOf(request())),
                 list({"a link/a", "a link/deep/b", "a link/deep/up!"}));
    }

    void aFolderWithoutPermission()
    {
        if (geteuid() == 0)
            QSKIP("The superuser may read every folder.");
        (void)write(u"locked/a"_s);
        (void)write(u"open"_s);
        const QString locked = m_day + u"/locked"_s;
        QFile::setPermissions(locked, {});
        const auto entries = entriesOf(request());
        QFile::setPermissions(locked, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QCOMPARE(namesOf(entries), list({"locked!", "open"}));
    }

    void aNameThatIsNoTextIsAProblem()
    {
        const QByteArray name = QFile::encodeName(m_day) + "/bad\xff name";
        const int handle = ::creat(name.constData(), 0600);
        QVERIFY(handle >= 0);
        ::close(handle);
        const auto entries = entriesOf(request());
        ::unlink(name.constData()); // Qt cannot
        QCOMPARE(entries.size(), std::size_t{1});
        QVERIFY(entries.front().problem->message.contains(u"UTF-8"_s));
    }

    void whatDoesNotExistIsAnErrorBeforeAnything()
    {
        (void)write(u"a"_s);
        int given = 0;
        const auto done
            = takeIn(request({m_day, m_day + u"/none"_s}), [&](const IntakeEntry&) -> Result<void> {
                  ++given;
                  return {};
              });
        QCOMPARE(done.error().code, ErrorCode::FileNotFound);
        QVERIFY(done.error().message.contains(u"/none"_s));
        QCOMPARE(given, 0);
    }

    void archivesStandForTheirFiles()
    {
        const QString inner = m_folder->filePath(u"inner"_s);
        writeZip(inner, {{"0002.dcm", "two"}, {"0001.dcm", "one"}});
        const QString zip = m_day + u"/day.zip"_s;
        writeZip(zip, {{"z/last", "last"}, {"inner.zip", contentOf(inner)}, {"empty/", ""}});
        (void)write(u"after"_s);
        const auto entries = entriesOf(request());
        QCOMPARE(namesOf(entries),
                 list({"after", "day.zip/inner.zip/0001.dcm", "day.zip/inner.zip/0002.dcm",
                       "day.zip/z/last"}));
        QCOMPARE(contentOf(entries[1].path), QByteArray("one"));
        QCOMPARE(entries[1].bytes, qint64{3});
        QCOMPARE(entries[1].archive.path, zip);
        QCOMPARE(entries[1].archive.bytes, QFileInfo(zip).size());
        // For this user alone.
        const QString unpacked = m_folder->filePath(u"unpacked"_s);
        const auto others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(unpacked) & others));
    }

    void theSamePathsAnotherTime()
    {
        writeZip(m_day + u"/a.zip"_s, {{"x", "one"}, {"y", "two"}});
        writeZip(m_day + u"/b.zip"_s, {{"x", "three"}});
        const auto first = entriesOf(request());
        // As a kill would leave it.
        QFile half(first[0].path);
        QVERIFY(half.open(QIODevice::WriteOnly | QIODevice::Truncate) && half.write("o") == 1);
        half.close();
        QVERIFY(QFile::remove(first[1].path));
        const QString part = QFileInfo(first[0].path).path() + u".part"_s;
        QVERIFY(QDir().mkpath(part + u"/folder"_s));
        const auto second = entriesOf(request());
        QCOMPARE(second.size(), first.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            QCOMPARE(second[i].path, first[i].path);
            QCOMPARE(second[i].file, first[i].file);
        }
        QCOMPARE(contentOf(second[0].path), QByteArray("one"));
        QVERIFY(!QFileInfo::exists(part));
        // A request of other archives into the same folder leaves them alone.
        const auto third = entriesOf(request({m_day + u"/b.zip"_s}));
        QCOMPARE(third.front().path, first.back().path);
        QCOMPARE(contentOf(first[0].path), QByteArray("one"));
    }

    void aBadArchiveIsOneProblem_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<ErrorCode>("code");
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"zip"_s);
        writeZip(path, {{"a name", QByteArray(5000, 'q')}});
        QTest::newRow("cut before its first file")
            << contentOf(path).left(33) << ErrorCode::FileBroken;
        writeZip(path, {{"a", "secret"}}, true);
        QTest::newRow("encrypted") << contentOf(path) << ErrorCode::Unsupported;
        QTest::newRow("empty") << QByteArray("PK\x05\x06") + QByteArray(18, '\0')
                               << ErrorCode::Refused;
    }

    void aBadArchiveIsOneProblem()
    {
        QFETCH(QByteArray, content);
        QFETCH(ErrorCode, code);
        (void)write(u"bad"_s, content);
        writeZip(m_day + u"/good"_s, {{"x", "y"}});
        const auto entries = entriesOf(request());
        QCOMPARE(namesOf(entries), list({"bad!", "good/x"}));
        QCOMPARE(entries.front().problem->code, code);
        QVERIFY(entries.front().problem->message.contains(u"bad"_s));
        QCOMPARE(entries.front().path, m_day + u"/bad"_s);
    }

    void aCutArchiveHasItsWholeFilesAndOneRowForTheRest()
    {
        writeZip(m_day + u"/bad"_s, {{"a", QByteArray(5000, 'q')}});
        const QByteArray cut = contentOf(m_day + u"/bad"_s).chopped(30);
        (void)write(u"bad"_s, cut);
        const auto entries = entriesOf(request());
        QCOMPARE(namesOf(entries), list({"bad!", "bad/a"}));
        QCOMPARE(entries.front().problem->code, ErrorCode::FileBroken);
        QCOMPARE(entries.front().path, m_day + u"/bad"_s);
        QCOMPARE(contentOf(entries.back().path), QByteArray(5000, 'q'));
    }

    void limitsHoldForAllArchives()
    {
        for (const char* name : {"a", "b", "c"})
            writeZip(m_day + u'/' + QString::fromLatin1(name), {{"x", "1"}, {"y", "2"}});
        IntakeRequest limited = request();
        limited.limits.maxEntries = 5;
        QCOMPARE(namesOf(entriesOf(limited)), list({"a/x", "a/y", "b/x", "b/y", "c!"}));
    }

    void noRoomToUnpackIsAnError()
    {
        writeZip(m_day + u"/a"_s, {{"x", "1"}});
        IntakeRequest impossible = request();
        impossible.unpackFolder = write(u"z file"_s) + u"/folder"_s;
        const auto done = takeIn(impossible, [](const IntakeEntry&) { return Result<void>(); });
        QCOMPARE(done.error().code, ErrorCode::WriteFailed);
    }

    void anIndexIsCountedAndItsFilesComeOnce()
    {
        (void)write(u"A/0001"_s);
        (void)write(u"Z/0002"_s);
        (void)write(u"A/unlisted"_s);
        writeDicomdir(m_day + u"/DICOMDIR"_s,
                      {"A\\0001", "Z\\0002", "A\\GONE", "..\\..\\etc\\passwd"});
        const auto entries = entriesOf(request());
        QCOMPARE(namesOf(entries),
                 list({"A/0001", "A/unlisted", "DICOMDIR!", "A/GONE!", "Z/0002"}));
        QCOMPARE(m_companions.of(Companion::Index), qint64{1});
        QCOMPARE(entries[2].problem->code, ErrorCode::FileBroken); // what leads out of its folder
        const Error gone = *named(entries, u"GONE"_s).problem;
        QCOMPARE(gone.code, ErrorCode::FileNotFound);
        QVERIFY(gone.message.contains(u"DICOMDIR"_s));
    }

    void anIndexAloneBringsItsFiles()
    {
        (void)write(u"images/a10"_s);
        (void)write(u"images/a2"_s);
        (void)write(u"other"_s);
        const QString index = m_day + u"/whatever"_s;
        writeDicomdir(index, {"IMAGES\\A10", "IMAGES\\A2"});
        QCOMPARE(namesOf(entriesOf(request({index}))), list({"images/a2", "images/a10"}));
    }

    void aChainOfIndexesIsNotFollowed()
    {
        (void)write(u"X"_s);
        writeDicomdir(m_day + u"/A"_s, {"B"});
        writeDicomdir(m_day + u"/B"_s, {"A", "X"});
        QCOMPARE(namesOf(entriesOf(request({m_day + u"/A"_s}))), QStringList());
        QCOMPARE(m_companions.of(Companion::Index), qint64{2});
    }

    void anIndexInAnArchiveKnowsItsFiles()
    {
        const QString index = m_folder->filePath(u"index"_s);
        writeDicomdir(index, {"IMAGES\\0001", "IMAGES\\0002"});
        writeZip(m_day + u"/cd.zip"_s,
                 {{"CD/DICOMDIR", contentOf(index)}, {"CD/images/0001", "one"}});
        QCOMPARE(namesOf(entriesOf(request())),
                 list({"cd.zip/CD/IMAGES/0002!", "cd.zip/CD/images/0001"}));
    }

    void canBeCancelledAndStopped()
    {
        for (int i = 0; i < 20; ++i)
            (void)write(QString::number(i));
        CancelToken cancel;
        int given = 0;
        auto done = takeIn(
            request(),
            [&](const IntakeEntry&) -> Result<void> {
                if (++given == 3)
                    cancel.cancel();
                return {};
            },
            cancel);
        QCOMPARE(done.error().code, ErrorCode::Cancelled);
        QCOMPARE(given, 3);
        done = takeIn(request(), [&](const IntakeEntry&) -> Result<void> {
            return Error{ErrorCode::WriteFailed, u"the journal is full"_s, {}};
        });
        QCOMPARE(done.error().message, u"the journal is full"_s);
    }
};

QTEST_GUILESS_MAIN(TestIntake)
#include "test_intake.moc"
