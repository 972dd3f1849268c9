// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that are written as a whole, and what gives way to them.
#include "core/base/folder_writing.h"
#include "core/base/internal/folder_swap.h"
#include "core/base/scratch_folder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

constexpr auto everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

const FolderKind& kind()
{
    static const FolderKind instance{u"toy"_s, {u"a"_s, u"below/b"_s}};
    return instance;
}

std::function<Result<void>(const QString&)> fillWith(const QByteArray& content)
{
    return
        [content](const QString& folder) { return writeFileAtomically(folder + u"/a"_s, content); };
}

} // namespace

class TestFolderWriting : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir->filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] QStringList entries(const QString& folder) const
    {
        return QDir(folder).entryList(everything);
    }
    [[nodiscard]] QByteArray content(const char* name) const
    {
        const auto read = readFile(path(name), 100);
        return read ? *read : QByteArray("unreadable");
    }
    void write(const char* name) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QVERIFY(writeFileAtomically(path(name), "mine"));
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void replacesOnlyWhenAsked()
    {
        QVERIFY(writeFolderAtomically(path("deep/folder"), kind(), Existing::Keep, fillWith("1")));
        QCOMPARE(entries(path("deep")), QStringList{u"folder"_s});
        const auto kept
            = writeFolderAtomically(path("deep/folder/"), kind(), Existing::Keep, fillWith("2"));
        QVERIFY(!kept);
        QCOMPARE(kept.error().code, ErrorCode::AlreadyExists);
        QVERIFY2(kept.error().message.contains(u"There is a toy in"_s),
                 qPrintable(kept.error().message));
        QCOMPARE(content("deep/folder/a"), QByteArray("1"));
        for (const char* text : {"2", "3"})
            QVERIFY(writeFolderAtomically(path("deep/folder/"), kind(), Existing::Replace,
                                          fillWith(text)));
        QCOMPARE(content("deep/folder/a"), QByteArray("3"));
        QCOMPARE(content("deep/folder.old/a"), QByteArray("2"));
        QCOMPARE(entries(path("deep")), (QStringList{u"folder"_s, u"folder.old"_s}));
    }

    void anEmptyFolderIsAnybodys()
    {
        QVERIFY(QDir().mkpath(path("folder")));
        QVERIFY(writeFolderAtomically(path("folder"), kind(), Existing::Keep, fillWith("1")));
        QCOMPARE(entries(m_dir->path()), QStringList{u"folder"_s});
        // As anybody would have made it.
        QVERIFY(QDir().mkpath(path("other")));
        QCOMPARE(QFile::permissions(path("folder")), QFile::permissions(path("other")));
    }

    void keepsTheOldFolderOnFailure()
    {
        write("folder/a");
        const auto written = writeFolderAtomically(
            path("folder"), kind(), Existing::Replace, [](const QString&) -> Result<void> {
                return Error{ErrorCode::Cancelled, u"Stopped."_s, {}};
            });
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Cancelled);
        QCOMPARE(content("folder/a"), QByteArray("mine"));
        QCOMPARE(entries(m_dir->path()), QStringList{u"folder"_s});
    }

    void whatOthersHaveIsLeftAlone_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* name :
             {"strange file", "strange folder", "hidden file", "link to a folder", "link in it",
              "dangling link", "file", "place of the old one"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void whatOthersHaveIsLeftAlone()
    {
        QFETCH(QString, kind);
        write("folder/a");
        write("elsewhere/a");
        QString target = path("folder");
        if (kind == u"strange file")
            write("folder/thesis.txt");
        else if (kind == u"strange folder")
            QVERIFY(QDir().mkpath(path("folder/below/deep")));
        else if (kind == u"hidden file")
            write("folder/.config");
        else if (kind == u"link in it")
            QVERIFY(QFile::link(path("elsewhere"), path("folder/below")));
        else if (kind == u"file")
            target = path("folder/a");
        else if (kind == u"place of the old one")
            write("folder.old/thesis.txt");
        else {
            target = path("link");
            QVERIFY(
                QFile::link(kind == u"dangling link" ? path("gone") : path("elsewhere"), target));
        }
        const QStringList before = entries(m_dir->path());
        const auto written = writeFolderAtomically(target, ::kind(), Existing::Replace, [](auto&) {
            qFatal("asked before the work");
            return Result<void>();
        });
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
        QVERIFY2(written.error().message.endsWith(u"choose another folder."_s),
                 qPrintable(written.error().message));
        QCOMPARE(entries(m_dir->path()), before);
        QCOMPARE(content("folder/a"), QByteArray("mine"));
        QCOMPARE(content("elsewhere/a"), QByteArray("mine"));
    }

    void whatIsPutThereMeanwhileIsLeftAlone()
    {
        const auto written = writeFolderAtomically(path("folder"), kind(), Existing::Replace,
                                                   [this](const QString& fresh) {
                                                       write("folder/thesis.txt");
                                                       return fillWith("1")(fresh);
                                                   });
        QVERIFY(!written);
        QCOMPARE(content("folder/thesis.txt"), QByteArray("mine"));
        QCOMPARE(entries(m_dir->path()), QStringList{u"folder"_s});
    }

    void whatKilledProgramsLeftIsRemoved()
    {
        {
            const auto left = ScratchFolder::enter(path("folder.new-0123abcd"),
                                                   "a folder of CCAD that is being written");
            QVERIFY(left);
            QVERIFY(left->folder().newFile("content").isOpen());
        }
        write("folder.new-0123abce/thesis.txt"); // somebody's, for all its name
        write("folder.new-plans/thesis.txt");
        const auto busy = ScratchFolder::enter(path("folder.new-0123abcf"),
                                               "a folder of CCAD that is being written");
        QVERIFY(busy);
        QVERIFY(writeFolderAtomically(path("folder"), kind(), Existing::Keep, fillWith("1")));
        QCOMPARE(entries(m_dir->path()),
                 (QStringList{u"folder"_s, u"folder.new-0123abce"_s, u"folder.new-0123abcf"_s,
                              u"folder.new-plans"_s}));
        QCOMPARE(content("folder.new-0123abce/thesis.txt"), QByteArray("mine"));
    }

    void swapsEitherWay_data()
    {
        QTest::addColumn<Swap>("how");
        QTest::newRow("at once") << Swap::AtOnce;
        QTest::newRow("in two steps") << Swap::InTwoSteps;
    }

    void swapsEitherWay()
    {
        QFETCH(Swap, how);
        write("folder/old");
        write("folder.old/older");
        write("scratch/content/new");
        const auto above = OpenFolder::open(m_dir->path());
        const auto scratch = OpenFolder::open(path("scratch"));
        QVERIFY(above && scratch);
        bool isTakenBack = true;
        QVERIFY(swapFolders(*scratch, "content", *above, "folder", how, isTakenBack));
        QCOMPARE(content("folder/new"), QByteArray("mine"));
        QCOMPARE(content("folder.old/old"), QByteArray("mine"));
        QCOMPARE(content("scratch/older/older"), QByteArray("mine"));
        QCOMPARE(entries(path("scratch")), QStringList{u"older"_s});

        // What fails is taken back.
        const auto failed = swapFolders(*scratch, "nothing", *above, "folder", how, isTakenBack);
        QVERIFY(!failed);
        QVERIFY(isTakenBack);
        QCOMPARE(failed.error().code, ErrorCode::WriteFailed);
        QCOMPARE(content("folder/new"), QByteArray("mine"));
        QCOMPARE(content("folder.old/old"), QByteArray("mine"));
    }
};

QTEST_GUILESS_MAIN(TestFolderWriting)
#include "test_folder_writing.moc"
