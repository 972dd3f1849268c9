// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/study_files.h"
#include "ui/viewer/study_list_model.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

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
        const QString ten = touch(folder, QStringLiteral("image10"));
        const QString two = touch(folder, QStringLiteral("image2.dcm"));
        const QString deep = touch(folder, QStringLiteral("sub/IM0001"));
        const auto files = studyFiles({folder.path()}, {});
        QVERIFY(files.hasValue());
        QCOMPARE(*files, QStringList({two, ten, deep}));
        QCOMPARE(studyFiles({folder.path()}, {}, 2)->size(), 2);
    }

    void keepsTheOrderOfThePaths()
    {
        const QTemporaryDir folder;
        const QString b = touch(folder, QStringLiteral("b"));
        const QString a = touch(folder, QStringLiteral("a"));
        QCOMPARE(*studyFiles({b, a, b}, {}), QStringList({b, a}));
    }

    void saysWhyThereIsNothing()
    {
        const QTemporaryDir folder;
        QCOMPARE(studyFiles({folder.path()}, {}).error().code, ErrorCode::FileNotFound);
        QCOMPARE(studyFiles({folder.filePath(QStringLiteral("gone"))}, {}).error().code,
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
        touch(folder, QStringLiteral("locked/a"));
        const QString locked = folder.filePath(QStringLiteral("locked"));
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
        const QString path = folder.filePath(QStringLiteral("no-name-for-it"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(zip) == zip.size());
        file.close();
        const auto files = studyFiles({path}, {});
        QVERIFY2(files.hasValue(), files ? "" : qPrintable(files.error().message));
        QCOMPARE(files->size(), 2);
        QVERIFY(isUnpacked(files->front()));
        QVERIFY(!isUnpacked(path));
        QFile first(files->front());
        QVERIFY(first.open(QIODevice::ReadOnly));
        QCOMPARE(first.readAll(), QByteArray("one"));
    }

    void aBrokenZipSaysSo()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("broken"));
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
        model.add(
            {QStringLiteral("/x/a.dcm"), QStringLiteral("/x/b.dcm"), QStringLiteral("/x/a.dcm")});
        model.add({QStringLiteral("/x/b.dcm")});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("a.dcm"));

        model.setFailed(QStringLiteral("/x/b.dcm"), QStringLiteral("broken"));
        QVERIFY(model.index(1).data(StudyListModel::FailedRole).toBool());
        QCOMPARE(model.index(1).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("b.dcm, Cannot be read"));
        QVERIFY(model.index(1).data(Qt::ToolTipRole).toString().contains(QStringLiteral("broken")));
        model.setThumbnail(QStringLiteral("/x/b.dcm"), QImage(8, 8, QImage::Format_Grayscale8));
        QVERIFY(!model.index(1).data(StudyListModel::FailedRole).toBool());

        model.remove(7);
        model.remove(0);
        QCOMPARE(model.rowOf(QStringLiteral("/x/b.dcm")), 0);
        QCOMPARE(model.rowOf(QStringLiteral("/x/a.dcm")), -1);
        QCOMPARE(model.path(3), QString());
    }
};

QTEST_GUILESS_MAIN(TestStudyFiles)
#include "test_study_files.moc"
