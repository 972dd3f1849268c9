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
