// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/temporary_folder.h"
#include "tests/support/environment.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <optional>

#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestTemporaryFolder : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temp;
    std::unique_ptr<test::EnvironmentValue> m_variable;

    /// The folder of a program that was killed while it held a study.
    QString leftByAKilledProgram() const
    {
        const QString note = m_temp->filePath(u"where"_s);
        const pid_t child = fork();
        if (child == 0) {
            const auto folder = TemporaryFolder::make();
            if (folder && writeFileAtomically(folder->path() + u"/Doe_Jane.dcm"_s, "study")
                && writeFileAtomically(note, folder->path().toUtf8()))
                ::raise(SIGKILL);
            ::_exit(1);
        }
        int status = 0;
        if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFSIGNALED(status))
            qFatal("the child did not end as it should");
        const QString path = QString::fromUtf8(*readFile(note, 4096));
        QFile::remove(note);
        return path;
    }

private Q_SLOTS:
    void init()
    {
        m_temp = std::make_unique<QTemporaryDir>();
        m_variable = std::make_unique<test::EnvironmentValue>("TMPDIR", m_temp->path().toUtf8());
    }
    void cleanup()
    {
        m_variable.reset();
        m_temp.reset();
    }

    void itIsForItsUserAndGoesWithItsObject()
    {
        QString path;
        {
            auto made = TemporaryFolder::make();
            QVERIFY2(made.hasValue(), made ? "" : qPrintable(made.error().message));
            const TemporaryFolder folder = *std::move(made);
            path = folder.path();
            QVERIFY(path.startsWith(m_temp->path()));
            const auto others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther;
            QVERIFY(!(QFile::permissions(path) & others));
            QVERIFY(QDir(path).mkpath(u"a/b"_s));
            QVERIFY(writeFileAtomically(path + u"/a/b/1.dcm"_s, "x").hasValue());
        }
        QVERIFY(!QFileInfo::exists(path));
    }

    void whatAKilledProgramLeftIsSwept()
    {
        const QString left = leftByAKilledProgram();
        QVERIFY(QFileInfo::exists(left + u"/Doe_Jane.dcm"_s));
        const LeftOver found = leftOverTemporaryFolders();
        QCOMPARE(found.folders, QStringList{left});
        QCOMPARE(found.files, qint64{1});
        QCOMPARE(found.bytes, qint64{5});
        QCOMPARE(sweepTemporaryFolders(), 1);
        QVERIFY(!QFileInfo::exists(left));
        QVERIFY(leftOverTemporaryFolders().folders.isEmpty());
    }

    void whatIsInUseStays()
    {
        const auto folder = TemporaryFolder::make();
        QVERIFY(folder.hasValue());
        QVERIFY(writeFileAtomically(folder->path() + u"/1.dcm"_s, "x").hasValue());
        QVERIFY(leftOverTemporaryFolders().folders.isEmpty());
        QCOMPARE(sweepTemporaryFolders(), 0);
        QVERIFY(QFileInfo::exists(folder->path() + u"/1.dcm"_s));
    }

    void whatIsNotOursStays()
    {
        // Of that name, but without the marker; with another one; a link to what is ours.
        const QString plain = m_temp->filePath(u"ccad-0123456789ab"_s);
        QVERIFY(QDir().mkpath(plain));
        QVERIFY(writeFileAtomically(plain + u"/thesis.txt"_s, "x").hasValue());
        const QString other = m_temp->filePath(u"ccad-0123456789ac"_s);
        QVERIFY(ScratchFolder::enter(other, ScratchFolder::newToken()).hasValue());
        QVERIFY(writeFileAtomically(other + u"/batch.dcm"_s, "x").hasValue());
        const QString elsewhere = m_temp->filePath(u"elsewhere"_s);
        const QString left = leftByAKilledProgram();
        QVERIFY(QDir().rename(left, elsewhere));
        QVERIFY(QFile::link(elsewhere, m_temp->filePath(u"ccad-0123456789ad"_s)));
        QCOMPARE(sweepTemporaryFolders(), 0);
        QVERIFY(QFileInfo::exists(plain + u"/thesis.txt"_s));
        QVERIFY(QFileInfo::exists(other + u"/batch.dcm"_s));
        QVERIFY(QFileInfo::exists(elsewhere + u"/Doe_Jane.dcm"_s));
    }

    void whereNoneCanBeMadeItIsSaid()
    {
        const test::EnvironmentValue variable("TMPDIR", "/proc/self");
        const auto folder = TemporaryFolder::make();
        QVERIFY(!folder.hasValue());
        QCOMPARE(folder.error().code, ErrorCode::WriteFailed);
        QCOMPARE(sweepTemporaryFolders(), 0);
    }
};

QTEST_GUILESS_MAIN(TestTemporaryFolder)
#include "test_temporary_folder.moc"
