// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/folder_watch.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

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
