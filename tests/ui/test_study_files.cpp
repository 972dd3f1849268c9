// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/study_files.h"
#include "ui/viewer/study_list_model.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestStudyFiles final : public QObject
{
    Q_OBJECT

    static QString touch(const QTemporaryDir& folder, const QString& name)
    {
        const QString path = folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write a file for the test");
        return path;
    }

private Q_SLOTS:
    void walksFoldersInOrderOfName()
    {
        const QTemporaryDir folder;
        const QString ten = touch(folder, u"image10"_s);
        const QString two = touch(folder, u"image2.dcm"_s);
        const QString deep = touch(folder, u"sub/IM0001"_s);
        const auto files = studyFiles({folder.path()}, {});
        QVERIFY(files.hasValue());
        QCOMPARE(files->files, QStringList({two, ten, deep}));
        QCOMPARE(studyFiles({folder.path()}, {}, 2)->files.size(), 2);
    }

    void keepsTheOrderOfThePaths()
    {
        const QTemporaryDir folder;
        const QString b = touch(folder, u"b"_s);
        const QString a = touch(folder, u"a"_s);
        QCOMPARE(studyFiles({b, a, b}, {})->files, QStringList({b, a}));
    }

    void saysWhyThereIsNothing()
    {
        const QTemporaryDir folder;
        QCOMPARE(studyFiles({folder.path()}, {}).error().code, ErrorCode::FileNotFound);
        QCOMPARE(studyFiles({folder.filePath(u"gone"_s)}, {}).error().code,
                 ErrorCode::FileNotFound);
        CancelToken cancelled;
        cancelled.cancel();
        QCOMPARE(studyFiles({folder.path()}, cancelled).error().code, ErrorCode::Cancelled);
    }

    void aFolderWithoutPermission()
    {
        if (geteuid() == 0)
            QSKIP("The superuser may read every folder.");
        const QTemporaryDir folder;
        touch(folder, u"locked/a"_s);
        const QString locked = folder.filePath(u"locked"_s);
        QFile::setPermissions(locked, {});
        const auto files = studyFiles({locked}, {});
        QFile::setPermissions(locked, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(!files);
        QCOMPARE(files.error().code, ErrorCode::FileUnreadable);
        QVERIFY(files.error().message.contains(locked));
    }

    void aZipStandsForWhatIsInIt()
    {
        // The stored files "a" and "b/c".
        const QByteArray zip = QByteArray::fromHex(
            "504b030414000000000000002100f1866c7a030000000300000001000000616f6e65504b"
            "030414000000000000002100668aca11030000000300000003000000622f6374776f504b"
            "0102140314000000000000002100f1866c7a030000000300000001000000000000000000"
            "000080010000000061504b0102140314000000000000002100668aca1103000000030000"
            "00030000000000000000000000800122000000622f63504b050600000000020002006000"
            "0000460000000000");
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"no-name-for-it"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(zip) == zip.size());
        file.close();
        const auto files = studyFiles({path}, {});
        QVERIFY2(files.hasValue(), files ? "" : qPrintable(files.error().message));
        QCOMPARE(files->files.size(), 2);
        QVERIFY(isUnpacked(files->files.front()));
        QVERIFY(!isUnpacked(path));
        // Their own names are numbers; people see those that they have in the archive.
        StudyListModel model;
        model.add(files->files);
        QCOMPARE(model.index(0).data().toString(), u"a"_s);
        QCOMPARE(model.index(1).data().toString(), u"c"_s);
        QCOMPARE(model.index(1).data(Qt::ToolTipRole).toString(), path + u"/b/c"_s);
        QFile first(files->files.front());
        QVERIFY(first.open(QIODevice::ReadOnly));
        QCOMPARE(first.readAll(), QByteArray("one"));
    }

    void companionsAreLeftOutAndSaid()
    {
        const QTemporaryDir folder;
        const QString study = touch(folder, u"IM0001"_s);
        const QString hidden = touch(folder, u".hidden.png"_s);
        touch(folder, u"@eaDir/thumbnail.jpg"_s);
        touch(folder, u"README.TXT"_s);
        const auto found = studyFiles({folder.path()}, {});
        QVERIFY(found);
        QCOMPARE(found->files, QStringList{study});
        QCOMPARE(
            leftOutText(*found),
            u"3 files and folders are no studies and were left out: 1 hidden or of the system, 1 "
            "program or document, 1 folder hidden or of the system, with all that is in it."_s);
        // Whoever names one means it.
        const auto named = studyFiles({hidden}, {});
        QCOMPARE(named->files, QStringList{hidden});
        QCOMPARE(leftOutText(*named), QString());
    }

    void whatCannotBeOpenedIsSaidBesideTheOthers()
    {
        const QTemporaryDir folder;
        touch(folder, u"IM0001"_s);
        QFile file(folder.filePath(u"broken.zip"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("PK\x03\x04 and no more") > 0);
        file.close();
        const auto found = studyFiles({folder.path()}, {});
        QCOMPARE(found->files.size(), 1);
        QVERIFY2(leftOutText(*found).contains(u"broken.zip"_s), qPrintable(leftOutText(*found)));
    }

    void aBrokenZipSaysSo()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"broken"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("PK\x03\x04 and no more") > 0);
        file.close();
        const auto files = studyFiles({path}, {});
        QVERIFY(!files);
        QCOMPARE(files.error().code, ErrorCode::FileBroken);
    }

    void listModelKeepsItsContract()
    {
        StudyListModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add({u"/x/a.dcm"_s, u"/x/b.dcm"_s, u"/x/a.dcm"_s});
        model.add({u"/x/b.dcm"_s});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0).data().toString(), u"a.dcm"_s);

        model.setFailed(u"/x/b.dcm"_s, u"broken"_s);
        QVERIFY(model.index(1).data(StudyListModel::FailedRole).toBool());
        QCOMPARE(model.index(1).data(Qt::AccessibleTextRole).toString(),
                 u"b.dcm, Cannot be read"_s);
        QVERIFY(model.index(1).data(Qt::ToolTipRole).toString().contains(u"broken"_s));
        model.setThumbnail(u"/x/b.dcm"_s, QImage(8, 8, QImage::Format_Grayscale8));
        QVERIFY(!model.index(1).data(StudyListModel::FailedRole).toBool());

        model.remove(7);
        model.remove(0);
        QCOMPARE(model.rowOf(u"/x/b.dcm"_s), 0);
        QCOMPARE(model.rowOf(u"/x/a.dcm"_s), -1);
        QCOMPARE(model.path(3), QString());
    }
};

QTEST_GUILESS_MAIN(TestStudyFiles)
#include "test_study_files.moc"
