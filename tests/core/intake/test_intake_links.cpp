// SPDX-License-Identifier: GPL-3.0-or-later
// Links out of the folder that was chosen, and names that Qt cannot reach.
#include "core/intake/folder_watch.h"
#include "tests/core/intake/dicomdir_writer.h"
#include "tests/core/intake/intake_fixture.h"

#include <QDateTime>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestIntakeLinks final : public IntakeFixture
{
    Q_OBJECT

    /// A file beside the day, not in it.
    [[nodiscard]] QString writeOutside(const QString& name) const
    {
        const QString path = m_folder->filePath(name);
        QFile file(path);
        if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly)
            || file.write("secret") != 6)
            qFatal("cannot write a file for the test");
        return path;
    }
    void link(const QString& target, const QString& name) const
    {
        QVERIFY(symlink(QFile::encodeName(target).constData(),
                        QFile::encodeName(m_day + u'/' + name).constData())
                == 0);
    }
    void makeBadlyNamed(const QByteArray& name) const
    {
        const int file = ::creat((QFile::encodeName(m_day) + '/' + name).constData(), 0600);
        QVERIFY(file >= 0);
        ::close(file);
    }

private Q_SLOTS:
    void cleanup()
    {
        // Qt cannot.
        for (const char* name : {"M\xFCller.dcm", "M\xF6ller.dcm"})
            ::unlink((QFile::encodeName(m_day) + '/' + name).constData());
    }

    void aLinkOutOfTheFolderIsARowAndNotFollowed()
    {
        (void)write(u"a"_s);
        (void)write(u"deep/b"_s);
        const QString secret = writeOutside(u"outside/film"_s);
        link(u"/"_s, u"disk"_s);
        link(u"../outside"_s, u"folder"_s);
        link(secret, u"file"_s);
        link(u"../day/a"_s, u"inside"_s);
        link(u"../../outside"_s, u"deep/up"_s);
        const auto entries = entriesOf(request());
        QCOMPARE(namesOf(entries),
                 list({"a", "deep/b", "deep/up!", "disk!", "file!", "folder!", "inside"}));
        for (const char* name : {"deep/up", "disk", "file", "folder"}) {
            const Error problem = *named(entries, QString::fromLatin1(name)).problem;
            QVERIFY2(problem.message.contains(u"leads out of the folder"_s),
                     qPrintable(problem.message));
            QCOMPARE(problem.code, ErrorCode::Unsupported); // a batch does not try it again
        }
    }

    void whatWasAskedForMayBeALink()
    {
        (void)writeOutside(u"outside/film"_s);
        (void)writeOutside(u"outside/deep/film"_s);
        link(u"../outside"_s, u"folder"_s);
        link(u"../outside/film"_s, u"file"_s);
        QCOMPARE(namesOf(entriesOf(request({m_day + u"/folder"_s, m_day + u"/file"_s}))),
                 list({"folder/deep/film", "folder/film", "file"}));
        // A link from one folder that was asked for to another is none that leads out.
        const auto both = entriesOf(request({m_day, m_folder->filePath(u"outside"_s)}));
        QCOMPARE(both.size(), std::size_t{3});
        for (const IntakeEntry& entry : both)
            QVERIFY(!entry.problem);
    }

    void aNameThatOnlyBeginsAsTheFolderIsOutside()
    {
        (void)writeOutside(u"day after/film"_s);
        link(u"../day after/film"_s, u"film"_s);
        QCOMPARE(namesOf(entriesOf(request())), list({"film!"}));
    }

    void anIndexDoesNotLeadOutThroughALink()
    {
        (void)writeOutside(u"outside/FILM"_s);
        QVERIFY(QDir(m_day).mkdir(u"IMAGES"_s));
        link(u"../../outside/FILM"_s, u"IMAGES/FILM"_s);
        writeDicomdir(m_day + u"/DICOMDIR"_s, {"IMAGES\\FILM"});
        const auto entries = entriesOf(request({m_day + u"/DICOMDIR"_s}));
        QCOMPARE(entries.size(), std::size_t{1});
        QVERIFY(entries.front().problem);
    }

    void aWatchTellsALinkOutOnce()
    {
        FolderWatch watch({m_day}, {});
        const QDateTime start = QDateTime::fromMSecsSinceEpoch(1700000000000);
        (void)writeOutside(u"outside/film"_s);
        link(u"../outside"_s, u"folder"_s);
        (void)watch.completeFiles(start);
        const auto told = watch.completeFiles(start.addMSecs(FolderWatch::settleMs + 1000));
        QCOMPARE(told.size(), std::size_t{1});
        QVERIFY(told.front().problem->message.contains(u"leads out of the folder"_s));
        QCOMPARE(watch.completeFiles(start.addSecs(60)).size(), std::size_t{0});
    }

    void namesThatDifferInBadBytesStayApart()
    {
        makeBadlyNamed("M\xFCller.dcm");
        makeBadlyNamed("M\xF6ller.dcm");
        const auto entries = entriesOf(request());
        QCOMPARE(entries.size(), std::size_t{2});
        QVERIFY(entries[0].file != entries[1].file && entries[0].path != entries[1].path);
        for (const IntakeEntry& entry : entries) {
            QVERIFY2(entry.file.contains(u"M\uFFFD(F"_s), qPrintable(entry.file));
            QVERIFY(entry.problem->message.contains(u"its name is not valid UTF-8"_s));
        }
        FolderWatch watch({m_day}, {});
        const QDateTime start = QDateTime::fromMSecsSinceEpoch(1700000000000);
        (void)watch.completeFiles(start);
        QCOMPARE(watch.completeFiles(start.addSecs(60)).size(), std::size_t{2});
    }

    void hiddenFoldersAreCalledFolders()
    {
        (void)write(u"a"_s);
        for (const char* name : {".hidden/1", ".hidden/2", "@eaDir/3", ".DS_Store"})
            (void)write(QString::fromLatin1(name));
        QCOMPARE(namesOf(entriesOf(request())), list({"a"}));
        QCOMPARE(m_companions.of(Companion::Folder), qint64{2});
        const QString text = companionText(m_companions);
        QVERIFY2(text.contains(u"1 hidden or of the system, 2 folders hidden or of the system, "
                               "with all that is in them"_s),
                 qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestIntakeLinks)
#include "test_intake_links.moc"
