// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/folder_watch.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

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
        write(QStringLiteral("b"), "x");
        QCOMPARE(at(0), QStringList());
        QCOMPARE(at(1999), QStringList());
        write(QStringLiteral("sub/a"), "y");
        QCOMPARE(at(2000), QStringList{QStringLiteral("b")});
        QCOMPARE(at(3000), QStringList());
        QCOMPARE(at(4000), QStringList{QStringLiteral("sub/a")});
        QCOMPARE(at(9000), QStringList());
    }

    void oneThatGrowsIsWaitedFor()
    {
        write(QStringLiteral("a"), "first");
        QCOMPARE(at(0), QStringList());
        write(QStringLiteral("a"), " second");
        QCOMPARE(at(2500), QStringList());
        write(QStringLiteral("a"), " third");
        QCOMPARE(at(4000), QStringList());
        QCOMPARE(at(6000), QStringList{QStringLiteral("a")});
    }

    void anEmptyFileIsNoFileYet()
    {
        write(QStringLiteral("a"), "");
        QCOMPARE(at(0), QStringList());
        QCOMPARE(at(60000), QStringList());
    }

    void oneThatChangesLaterIsNew()
    {
        write(QStringLiteral("a"), "x");
        (void)at(0);
        QCOMPARE(at(2000), QStringList{QStringLiteral("a")});
        write(QStringLiteral("a"), "y");
        QCOMPARE(at(3000), QStringList());
        QCOMPARE(at(5000), QStringList{QStringLiteral("a")});
        // The same size at another time, too.
        QFile file(m_folder->filePath(QStringLiteral("a")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::fromMSecsSinceEpoch(1600000000000),
                                 QFileDevice::FileModificationTime));
        file.close();
        QCOMPARE(at(6000), QStringList());
        QCOMPARE(at(8000), QStringList{QStringLiteral("a")});
    }

    void oneThatComesBackIsNew()
    {
        write(QStringLiteral("a"), "x");
        (void)at(0);
        QCOMPARE(at(2000), QStringList{QStringLiteral("a")});
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("a"))));
        QCOMPARE(at(3000), QStringList());
        write(QStringLiteral("a"), "x");
        QCOMPARE(at(4000), QStringList());
        QCOMPARE(at(6000), QStringList{QStringLiteral("a")});
    }

    void aClockThatIsSetBackDoesNoHarm()
    {
        write(QStringLiteral("a"), "x");
        write(QStringLiteral("b"), "x");
        (void)at(0);
        QCOMPARE(at(2000).size(), 2);
        write(QStringLiteral("c"), "x");
        QCOMPARE(at(100000), QStringList());
        QCOMPARE(at(-3600000), QStringList());
        QCOMPARE(at(-3598000), QStringList{QStringLiteral("c")}); // the others are not told again
    }

    void aJournalThatGrowsWhereItsFilesLieIsLeftOut()
    {
        m_watch = std::make_unique<FolderWatch>(
            QStringList{m_folder->path()},
            QStringList{m_folder->filePath(QStringLiteral("journal"))});
        write(QStringLiteral("journal"), "x");
        write(QStringLiteral("journal 2"), "x");
        (void)at(0);
        QCOMPARE(at(2000), QStringList{QStringLiteral("journal 2")});
    }

    void pipesAndMissingFoldersAreNoFiles()
    {
        QVERIFY(mkfifo(QFile::encodeName(m_folder->filePath(QStringLiteral("pipe"))), 0600) == 0);
        m_watch = std::make_unique<FolderWatch>(
            QStringList{m_folder->path(), m_folder->filePath(QStringLiteral("later"))});
        (void)at(0);
        QCOMPARE(at(2000), QStringList());
        write(QStringLiteral("later/a"), "x");
        (void)at(3000);
        QCOMPARE(at(5000), QStringList{QStringLiteral("later/a")}); // once, though found twice
    }
};

QTEST_GUILESS_MAIN(TestFolderWatch)
#include "test_folder_watch.moc"
