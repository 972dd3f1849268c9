// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/companions.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestCompanions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesByTheirNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("isCertain");
        const auto row = [](const char* name, Companion kind, bool isCertain = true) {
            QTest::newRow(name) << QString::fromUtf8(name) << int(kind) << isCertain;
        };
        for (const char* name : {"._IM0001",
                                 ".DS_Store",
                                 ".hidden.png",
                                 ".nfs0001",
                                 "Thumbs.db",
                                 "THUMBS.DB",
                                 "ehthumbs.db",
                                 "desktop.ini",
                                 "Desktop.ini",
                                 "Icon\r",
                                 "folder.jpg",
                                 "thumbnail.jpg",
                                 "SYNOPHOTO_THUMB_M.jpg",
                                 "IM1_thumb.PNG",
                                 "thumbs_12.jpeg",
                                 "Thumb.db.jpg-thumb.gif",
                                 "a.dcm:Zone.Identifier",
                                 "SYNOINDEX_MEDIA_INFO",
                                 "IndexerVolumeGuid",
                                 "a.dcm@SynoEAStream",
                                 "a@SynoResource",
                                 "Desktop DB",
                                 "_DS_Store",
                                 "SyncToy_4d6f2b1c-0a2b-4c5d.dat",
                                 "sync.ffs_db"})
            row(name, Companion::System);
        for (const char* name :
             {"IM9.dcm.part", "a.crdownload", "a.filepart", "a.TMP", "a.partial", "a.opdownload",
              "x.ffs_tmp", "a.dcm.!sync", "a.partfile", "a.rslsv"})
            row(name, Companion::Unfinished);
        for (const char* name : {"~$report.docx", "IM1.dcm~", "~lock.report.odt#", "#a.txt#"})
            row(name, Companion::Lock);
        for (const char* name : {"LOCKFILE", "lock", "a.lck", "a.lock", "x.dcm.bak", "a.old",
                                 "a.orig", "a.dcm.backup", "a.swx"})
            row(name, Companion::Lock, false);
        for (const char* name :
             {"AUTORUN.INF", "viewer.exe", "README.TXT", "INDEX.HTM", "VERSION", "report.pdf",
              "LICENSE", "a.dll", "a.gdoc", "a.boxnote", "a.nextcloud"})
            row(name, Companion::Document, false);
        row("DICOMDIR", Companion::Index);
        row("dicomdir", Companion::Index);
    }

    void filesByTheirNames()
    {
        QFETCH(QString, name);
        const auto found = companionFile(name);
        QVERIFY(found);
        QTEST(int(found->kind), "kind");
        QTEST(found->isCertain, "isCertain");
    }

    void studiesAreNone_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"IM0001",        "1.2.840.10008.5.1",
                                 "a.dcm",         "a.DCM.png",
                                 "~a.dcm",        "thumbs",
                                 "hidden.png",    "part",
                                 "part.dcm",      "lockfile.dcm",
                                 "Thumbs.db.dcm", "a.dat",
                                 "a.bin",         "a.img",
                                 "a.dcm.gz",      "day.zip",
                                 "tmp",           "bak",
                                 "#12.dcm",       "@1.png",
                                 "index.dcm",     "app",
                                 "a.app.dcm",     "#"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }

    void studiesAreNone()
    {
        QFETCH(QString, name);
        QVERIFY(!companionFile(name));
        QVERIFY(!isCompanionFolder(name));
    }

    void folders()
    {
        for (const char* name : {"@eaDir",
                                 "#recycle",
                                 "__MACOSX",
                                 ".Spotlight-V100",
                                 ".Trashes",
                                 ".Trash-1000",
                                 "System Volume Information",
                                 "$RECYCLE.BIN",
                                 "$Recycle.Bin",
                                 "RECYCLER",
                                 "@Recycle",
                                 ".@__thumb",
                                 "lost+found",
                                 "FOUND.000",
                                 ".git",
                                 "#snapshot",
                                 "_gsdata_",
                                 "_GSDATA_",
                                 "Viewer.app",
                                 "OsiriX Launcher.APP",
                                 "Photos.lrdata",
                                 "$WinREAgent",
                                 "@SynologyDrive"})
            QVERIFY2(isCompanionFolder(QString::fromUtf8(name)), name);
        for (const char* name : {"DICOM", "PAT1", "VERSION", "thumbs", "found", "FOUND.0001", "tmp",
                                 "Viewer", "app", "pat.appendix", ".", ".."})
            QVERIFY2(!isCompanionFolder(QString::fromUtf8(name)), name);
    }

    void pathsHaveTheRuleOfTheirFolders()
    {
        QCOMPARE(companionPath(u"__MACOSX/st/IM1.dcm"_s)->kind, Companion::System);
        QCOMPARE(companionPath(u"a\\@eaDir\\b.jpg"_s)->kind, Companion::System);
        QCOMPARE(companionPath(u"a/b/x.part"_s)->kind, Companion::Unfinished);
        QVERIFY(!companionPath(u"a/./VERSION/b.dcm"_s));
        QVERIFY(!companionPath(u"../b.dcm"_s));
        QVERIFY(!companionPath(u""_s));
    }

    void oneLineForAll()
    {
        CompanionCounts counts;
        QCOMPARE(companionText(counts), QString());
        counts.add(Companion::Unfinished);
        QCOMPARE(companionText(counts),
                 u"1 file or folder is no study and was left out: 1 unfinished copy."_s);
        counts.add(Companion::System, 12);
        CompanionCounts more;
        more.add(Companion::Document, 4);
        counts += more;
        QCOMPARE(counts.total(), qint64{17});
        QCOMPARE(companionText(counts),
                 u"17 files and folders are no studies and were left out: 12 hidden or of the "
                 "system, 1 unfinished copy, 4 programs or documents."_s);
        CompanionCounts folders;
        folders.add(Companion::Folder);
        QVERIFY(companionText(folders).contains(
            u"1 folder hidden or of the system, with all that is in it"_s));
    }
};

QTEST_GUILESS_MAIN(TestCompanions)
#include "test_companions.moc"
