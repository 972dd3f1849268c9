// SPDX-License-Identifier: GPL-3.0-or-later
// Folders are removed by descriptors: nothing behind a link goes with them.
#include "core/base/files.h"
#include "core/base/open_folder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

/// Fails with the error's sentence.
#define REQUIRE(result)                                                                            \
    do {                                                                                           \
        const auto& required = (result);                                                           \
        QVERIFY2(required.hasValue(),                                                              \
                 required.hasValue() ? "" : qPrintable(required.error().message));                 \
    } while (false)

class TestOpenFolder : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_thesis; ///< somebody's file, which every test has to leave alone

    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir->filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] QString write(const char* name) const
    {
        const QString file = path(name);
        if (!QDir().mkpath(QFileInfo(file).path()) || !writeFileAtomically(file, "x"))
            qFatal("cannot write a file for the test");
        return file;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_thesis = write("documents/thesis.txt");
    }
    void cleanup() { QVERIFY(QFile::exists(m_thesis)); }

    void removesATree()
    {
        (void)write("tree/a");
        (void)write("tree/.hidden/deep/er/b");
        QVERIFY(::mkfifo(QFile::encodeName(path("tree/fifo")).constData(), 0600) == 0);
        // A name that no text codec knows.
        QVERIFY(::mkdir((QFile::encodeName(path("tree/")) + "\xff\xfe").constData(), 0700) == 0);
        REQUIRE(removeTree(path("tree")));
        QVERIFY(!QFileInfo::exists(path("tree")));
        REQUIRE(removeTree(path("tree"))); // nothing there is fine
        REQUIRE(removeTree(path("no/such/folder")));
    }

    void linksInItGoWithoutWhatTheyLeadTo()
    {
        (void)write("tree/a");
        QVERIFY(QFile::link(path("documents"), path("tree/folder")));
        QVERIFY(QFile::link(m_thesis, path("tree/file")));
        QVERIFY(QFile::link(path("nowhere"), path("tree/dangling")));
        REQUIRE(removeTree(path("tree/") + u"/"_s));
        QVERIFY(!QFileInfo::exists(path("tree")));
    }

    void aLinkIsNoTree()
    {
        QVERIFY(QFile::link(path("documents"), path("link")));
        for (const QString& spelling : {path("link"), path("link/"), path("documents/../link")}) {
            const auto removed = removeTree(spelling);
            QVERIFY(!removed);
            QCOMPARE(removed.error().code, ErrorCode::WriteFailed);
            QVERIFY2(removed.error().message.contains(u"link"_s),
                     qPrintable(removed.error().message));
        }
        QVERIFY(QFileInfo(path("link")).isSymLink());
        QVERIFY(!removeTree(m_thesis)); // nor is a file
        QVERIFY(!OpenFolder::open(path("link")));
        QVERIFY(OpenFolder::openFollowing(path("link")));
    }

    void aLinkAboveIsTheUsersOwnWay()
    {
        (void)write("documents/work/a");
        QVERIFY(QFile::link(path("documents"), path("link")));
        REQUIRE(removeTree(path("link/work")));
        QVERIFY(!QFileInfo::exists(path("documents/work")));
    }

    void somebodyElsesFolderStays()
    {
        if (geteuid() != 0)
            QSKIP("Only the superuser can give a folder away.");
        (void)write("theirs/a");
        QVERIFY(::chown(QFile::encodeName(path("theirs")).constData(), 65534, 65534) == 0);
        const auto removed = removeTree(path("theirs"));
        QVERIFY(!removed);
        QVERIFY2(removed.error().message.contains(u"somebody else"_s),
                 qPrintable(removed.error().message));
        QVERIFY(QFile::exists(path("theirs/a")));
    }

    void nothingIsDeeperThanCcadGoes()
    {
        QString deep = path("tree");
        for (int level = 0; level < 100; ++level)
            deep += u"/d"_s;
        QVERIFY(QDir().mkpath(deep));
        const auto removed = removeTree(path("tree"));
        QVERIFY(!removed);
        QVERIFY2(removed.error().message.contains(u"nested"_s),
                 qPrintable(removed.error().message));
    }

    void whatIsPutInItsPlaceMeanwhileIsNotTouched()
    {
        (void)write("tree/a");
        const auto folder = OpenFolder::open(path("tree"));
        REQUIRE(folder);
        QVERIFY(QDir().rename(path("tree"), path("moved")));
        QVERIFY(QFile::link(path("documents"), path("tree")));
        REQUIRE(folder->removeContent());
        QVERIFY(QDir(path("moved")).isEmpty());
        QVERIFY(folder->newFile("b").isOpen());
        QVERIFY(QFile::exists(path("moved/b")));
        QVERIFY(!folder->newFile("b").isOpen()); // the name is taken
    }

    void contentIsStored()
    {
        (void)write("tree/below/a");
        QVERIFY(QFile::link(path("nowhere"), path("tree/dangling")));
        const auto folder = OpenFolder::open(path("tree"));
        REQUIRE(folder);
        REQUIRE(folder->sync());
        QCOMPARE(folder->names()->size(), std::size_t{2});
        QVERIFY(folder->isOwn());
    }
};

QTEST_GUILESS_MAIN(TestOpenFolder)
#include "test_open_folder.moc"
