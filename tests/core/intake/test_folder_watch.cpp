// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/folder_watch.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestFolderWatch final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FolderWatch> m_watch;
    QDateTime m_start = QDateTime::fromMSecsSinceEpoch(1700000000000);

    void write(const QString& name, const QByteArray& content) const
    {
        QFile file(m_folder->filePath(name));
        if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::Append)
            || file.write(content) != content.size())
            qFatal("cannot write a file for the test");
    }

    /// When the file or its status changed, in nanoseconds; after its mode was set anew, if asked.
    [[nodiscard]] qint64 changeOf(const QString& name, std::optional<mode_t> mode = {}) const
    {
        const QByteArray path = QFile::encodeName(m_folder->filePath(name));
        struct stat status;
        if ((mode && ::chmod(path.constData(), *mode) != 0)
            || ::stat(path.constData(), &status) != 0)
            qFatal("cannot look at a file of the test");
        return qint64(status.st_ctim.tv_sec) * 1000000000 + status.st_ctim.tv_nsec;
    }

    /// Names of the files that are complete so long after the start.
    QStringList at(qint64 ms)
    {
        QStringList names;
        for (const IntakeEntry& entry : m_watch->completeFiles(m_start.addMSecs(ms)))
            names << QDir(m_folder->path()).relativeFilePath(entry.path);
        return names;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_watch = std::make_unique<FolderWatch>(QStringList{m_folder->path()});
    }

    void tellsEachFileOnceWhenItHasSettled()
    {
        write(u"b"_s, "x");
        QCOMPARE(at(0), QStringList());
        QCOMPARE(at(1999), QStringList());
        write(u"sub/a"_s, "y");
        QCOMPARE(at(2000), QStringList{u"b"_s});
        QCOMPARE(at(3000), QStringList());
        QCOMPARE(at(4000), QStringList{u"sub/a"_s});
        QCOMPARE(at(9000), QStringList());
    }

    void oneThatGrowsIsWaitedFor()
    {
        write(u"a"_s, "first");
        QCOMPARE(at(0), QStringList());
        write(u"a"_s, " second");
        QCOMPARE(at(2500), QStringList());
        write(u"a"_s, " third");
        QCOMPARE(at(4000), QStringList());
        QCOMPARE(at(6000), QStringList{u"a"_s});
    }

    void anEmptyFileIsNoFileYet()
    {
        write(u"a"_s, "");
        QCOMPARE(at(0), QStringList());
        QCOMPARE(at(60000), QStringList());
    }

    void oneThatChangesLaterIsNew()
    {
        write(u"a"_s, "x");
        (void)at(0);
        QCOMPARE(at(2000), QStringList{u"a"_s});
        write(u"a"_s, "y");
        QCOMPARE(at(3000), QStringList());
        QCOMPARE(at(5000), QStringList{u"a"_s});
        // The same size at another time, too.
        QFile file(m_folder->filePath(u"a"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::fromMSecsSinceEpoch(1600000000000),
                                 QFileDevice::FileModificationTime));
        file.close();
        QCOMPARE(at(6000), QStringList());
        QCOMPARE(at(8000), QStringList{u"a"_s});
    }

    void oneThatComesBackIsNew()
    {
        write(u"a"_s, "x");
        (void)at(0);
        QCOMPARE(at(2000), QStringList{u"a"_s});
        QVERIFY(QFile::remove(m_folder->filePath(u"a"_s)));
        QCOMPARE(at(3000), QStringList());
        write(u"a"_s, "x");
        QCOMPARE(at(4000), QStringList());
        QCOMPARE(at(6000), QStringList{u"a"_s});
    }

    void oneThatIsMadeInItsFullSizeIsWaitedFor()
    {
        const QString path = m_folder->filePath(u"a"_s);
        write(u"a"_s, QByteArray(4000, '\0'));
        (void)at(0);
        QCOMPARE(at(60 * 1000), QStringList());
        const QDateTime time = QFileInfo(path).lastModified();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.write("begins") == 6);
        QVERIFY(file.seek(3990) && file.write("ends") == 4);
        // As network drives have it that tell the new time when the file is closed.
        QVERIFY(file.setFileTime(time, QFileDevice::FileModificationTime));
        file.close();
        QCOMPARE(at(61 * 1000), QStringList());
        QCOMPARE(at(63 * 1000), QStringList{u"a"_s});
    }

    void oneWithZerosAtItsEndIsWaitedForALittle()
    {
        write(u"a"_s, QByteArray("begins") + QByteArray(4000, '\0')); // or black pixels
        (void)at(0);
        QCOMPARE(at(5000), QStringList());
        QCOMPARE(at(FolderWatch::settleWithZerosMs), QStringList{u"a"_s});
    }

    void oneThatStaysZerosIsToldInTheEnd()
    {
        write(u"a"_s, QByteArray(4000, '\0'));
        (void)at(0);
        QCOMPARE(at(FolderWatch::zerosMs - 1), QStringList());
        QCOMPARE(at(FolderWatch::zerosMs), QStringList{u"a"_s});
    }

    void oneThatAnotherReplacesIsNewWithTheSameSizeAndTime()
    {
        write(u"a"_s, "old");
        const QDateTime time = QFileInfo(m_folder->filePath(u"a"_s)).lastModified();
        (void)at(0);
        QCOMPARE(at(2000), QStringList{u"a"_s});
        write(u".new"_s, "new");
        QFile file(m_folder->filePath(u".new"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(time, QFileDevice::FileModificationTime));
        file.close();
        // Between the two, the clock of the file system goes on, which has steps of some
        // milliseconds.
        QTRY_VERIFY(changeOf(u".new"_s, 0600) != changeOf(u"a"_s));
        QVERIFY(::rename(QFile::encodeName(file.fileName()).constData(),
                         QFile::encodeName(m_folder->filePath(u"a"_s)).constData())
                == 0);
        QCOMPARE(at(3000), QStringList());
        const auto told = m_watch->completeFiles(m_start.addMSecs(5000));
        QCOMPARE(told.size(), std::size_t{1});
        QVERIFY(told.front().isReplaced);
        QCOMPARE(at(8000), QStringList());
    }

    void aShareThatGoesAwayAndComesBack()
    {
        const QString share = m_folder->filePath(u"share"_s);
        m_watch = std::make_unique<FolderWatch>(QStringList{share});
        write(u"share/a"_s, "x");
        (void)at(0);
        QCOMPARE(at(2000), QStringList{u"share/a"_s});
        QCOMPARE(m_watch->missing(), QStringList());
        QVERIFY(QDir().rename(share, share + u".away"_s));
        QCOMPARE(at(3000), QStringList());
        QCOMPARE(m_watch->missing(), QStringList{share});
        // As a mount point is without its share.
        QVERIFY(QDir().mkpath(share));
        (void)at(4000);
        QCOMPARE(m_watch->missing(), QStringList{share});
        QVERIFY(QDir().rmdir(share));
        QVERIFY(QDir().rename(share + u".away"_s, share));
        write(u"share/b"_s, "y");
        QCOMPARE(at(5000), QStringList());
        QCOMPARE(m_watch->missing(), QStringList());
        QCOMPARE(at(7000), QStringList{u"share/b"_s}); // and "a" is not new
    }

    void companionsAreNoFiles()
    {
        for (const char* name : {"a.dcm.part", ".DS_Store", "@eaDir/b.jpg", "~$c"})
            write(QString::fromLatin1(name), "x");
        (void)at(0);
        QCOMPARE(at(60000), QStringList());
    }

    void aNameThatIsNoTextIsAProblem()
    {
        const QByteArray name = QFile::encodeName(m_folder->path()) + "/bad\xff name";
        const int handle = ::creat(name.constData(), 0600);
        QVERIFY(handle >= 0);
        ::close(handle);
        (void)at(0);
        const auto told = m_watch->completeFiles(m_start.addMSecs(2000));
        ::unlink(name.constData()); // Qt cannot
        QCOMPARE(told.size(), std::size_t{1});
        QVERIFY(told.front().problem->message.contains(u"UTF-8"_s));
    }

    void whatMayStillGrowIsNotListedFirst()
    {
        write(u"a"_s, "x");
        write(u"zeros"_s, QByteArray(4000, '\0'));
        const auto entry = [this](const QString& name) {
            const QFileInfo info(m_folder->filePath(name));
            IntakeEntry found;
            found.path = info.filePath();
            found.bytes = info.size();
            found.modifiedMs = info.lastModified().toMSecsSinceEpoch();
            return found;
        };
        const QDateTime now = QDateTime::currentDateTime();
        QVERIFY(FolderWatch::mayStillGrow(entry(u"a"_s), now));
        QVERIFY(!FolderWatch::mayStillGrow(entry(u"a"_s), now.addSecs(60)));
        QVERIFY(FolderWatch::mayStillGrow(entry(u"zeros"_s), now.addSecs(60)));
        QVERIFY(!FolderWatch::mayStillGrow(entry(u"zeros"_s), now.addSecs(3600)));
    }

    void aClockThatIsSetBackDoesNoHarm()
    {
        write(u"a"_s, "x");
        write(u"b"_s, "x");
        (void)at(0);
        QCOMPARE(at(2000).size(), 2);
        write(u"c"_s, "x");
        QCOMPARE(at(100000), QStringList());
        QCOMPARE(at(-3600000), QStringList());
        QCOMPARE(at(-3598000), QStringList{u"c"_s}); // the others are not told again
    }

    void aJournalThatGrowsWhereItsFilesLieIsLeftOut()
    {
        m_watch = std::make_unique<FolderWatch>(QStringList{m_folder->path()},
                                                QStringList{m_folder->filePath(u"journal"_s)});
        write(u"journal"_s, "x");
        write(u"journal 2"_s, "x");
        (void)at(0);
        QCOMPARE(at(2000), QStringList{u"journal 2"_s});
    }

    void pipesAndMissingFoldersAreNoFiles()
    {
        QVERIFY(mkfifo(QFile::encodeName(m_folder->filePath(u"pipe"_s)), 0600) == 0);
        m_watch = std::make_unique<FolderWatch>(
            QStringList{m_folder->path(), m_folder->filePath(u"later"_s)});
        (void)at(0);
        QCOMPARE(at(2000), QStringList());
        write(u"later/a"_s, "x");
        (void)at(3000);
        QCOMPARE(at(5000), QStringList{u"later/a"_s}); // once, though found twice
    }
};

QTEST_GUILESS_MAIN(TestFolderWatch)
#include "test_folder_watch.moc"
