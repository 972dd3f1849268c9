// SPDX-License-Identifier: GPL-3.0-or-later
// Files and folders on disks that are full, that fail, and under programs that are killed.
#include "core/base/durable_writing.h"
#include "core/base/file_system.h"
#include "core/base/folder_writing.h"
#include "tests/support/failing_disk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QByteArray oldContent(3000, 'o');
const QByteArray newContent(70000, 'n');

const FolderKind& kind()
{
    static const FolderKind instance{u"toy"_s, {u"a"_s, u"below/b"_s}};
    return instance;
}

Result<void> fill(const QString& folder, const QByteArray& content)
{
    if (auto written = writeFileAtomically(folder + u"/a"_s, content); !written)
        return written;
    if (!QDir().mkpath(folder + u"/below"_s))
        return Error{ErrorCode::WriteFailed, u"no folder"_s, {}};
    return writeFileAtomically(folder + u"/below/b"_s, content);
}

Result<void> writeToy(const QString& folder, const QByteArray& content)
{
    return writeFolderAtomically(folder, kind(), Existing::Replace,
                                 [&](const QString& fresh) { return fill(fresh, content); });
}

Error neither(const QString& what)
{
    return {ErrorCode::Internal, what, {}};
}

/// 0: the old content, 1: the new one.
Result<int> versionOf(const QString& file)
{
    const auto content = readFile(file, 1 << 20);
    if (!content)
        return content.error();
    if (*content == oldContent)
        return 0;
    return *content == newContent ? Result<int>(1) : neither(u"half a file"_s);
}

Result<int> versionOfToy(const QString& folder)
{
    (void)putBackReplacedFolder(folder);
    const auto a = versionOf(folder + u"/a"_s);
    const auto b = versionOf(folder + u"/below/b"_s);
    if (!a || !b)
        return a ? b : a;
    return *a == *b ? a : neither(u"one file of each"_s);
}

FaultTrial fileTrial()
{
    FaultTrial trial;
    trial.prepare
        = [](const QString& folder) { QVERIFY(writeFileAtomically(folder + u"/f"_s, oldContent)); };
    trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) {
        auto written = writeFileAtomically(folder + u"/f"_s, newContent);
        if (written)
            stepIsSafe();
        return written;
    };
    trial.stepsIn = [](const QString& folder) { return versionOf(folder + u"/f"_s); };
    trial.goOn
        = [](const QString& folder) { return writeFileAtomically(folder + u"/f"_s, newContent); };
    return trial;
}

/// As a training writes its checkpoint: what a killed run left never gathers.
FaultTrial claimedFileTrial()
{
    FaultTrial trial = fileTrial();
    trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) {
        auto written = writeFileUnderClaim(folder + u"/f"_s, newContent);
        if (written)
            stepIsSafe();
        return written;
    };
    trial.goOn = [](const QString& folder) -> Result<void> {
        if (auto written = writeFileUnderClaim(folder + u"/f"_s, newContent); !written)
            return written;
        const QStringList left
            = QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        return left == QStringList{u"f"_s} ? Result<void>()
                                           : neither(u"left over: "_s + left.join(u' '));
    };
    return trial;
}

FaultTrial folderTrial()
{
    FaultTrial trial;
    trial.prepare = [](const QString& folder) {
        // Twice, so that a replaced one lies there, too.
        QVERIFY(writeToy(folder + u"/toy"_s, oldContent));
        QVERIFY(writeToy(folder + u"/toy"_s, oldContent));
    };
    trial.work = [](const QString& folder, const StepIsSafe& stepIsSafe) {
        auto written = writeToy(folder + u"/toy"_s, newContent);
        if (written)
            stepIsSafe();
        return written;
    };
    trial.stepsIn = [](const QString& folder) { return versionOfToy(folder + u"/toy"_s); };
    trial.goOn = [](const QString& folder) -> Result<void> {
        if (auto written = writeToy(folder + u"/toy"_s, newContent); !written)
            return written;
        const QStringList left = QDir(folder).entryList(
            QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
        return left == QStringList{u"toy"_s, u"toy.old"_s}
            ? Result<void>()
            : neither(u"left over: "_s + left.join(u' '));
    };
    return trial;
}

} // namespace

class TestDiskFaults final : public QObject
{
    Q_OBJECT

    static DiskRun whole(const FaultTrial& trial, const FailingDisk& how = {})
    {
        const QTemporaryDir home;
        const QString folder = QFileInfo(home.path()).canonicalFilePath();
        trial.prepare(folder);
        FailingDisk disk = how;
        disk.folder = folder;
        return runOnDisk(
            disk, [&](const StepIsSafe& stepIsSafe) { return trial.work(folder, stepIsSafe); });
    }

    /// Its index, or -1.
    static int callThatBegins(const QStringList& calls, const QString& beginning)
    {
        for (int i = 0; i < int(calls.size()); ++i)
            if (calls[i].startsWith(beginning))
                return i;
        return -1;
    }

    /// Each fault of the disk is told by its name.
    static void saysWhy(const FaultTrial& trial)
    {
        FailingDisk disk;
        disk.at = 1;
        for (const DiskFault fault : {DiskFault::Full, DiskFault::ErrsOnce, DiskFault::Broken}) {
            disk.fault = fault;
            const DiskRun run = whole(trial, disk);
            QCOMPARE(run.end, DiskRun::End::Failed);
            QVERIFY2(run.message.startsWith(u"Cannot "_s), qPrintable(run.message));
            const QString why = fault == DiskFault::Full ? u"No space left"_s : u"rror"_s;
            QVERIFY2(run.message.contains(why) && !run.message.contains(u"Unknown"_s),
                     qPrintable(run.message));
        }
    }

private Q_SLOTS:
    void theDiskFailsAsItIsTold()
    {
        // A content that Qt hands over at once, and one that it holds back until the end.
        FaultTrial trial = fileTrial();
        saysWhy(trial);
        trial.work = [](const QString& folder, const StepIsSafe&) {
            return writeFileAtomically(folder + u"/f"_s, QByteArray(9000, 'n'));
        };
        saysWhy(trial);
        trial = fileTrial();
        const DiskRun good = whole(trial);
        QCOMPARE(good.end, DiskRun::End::Done);
        QCOMPARE(good.steps, 1);
        QVERIFY2(good.calls.contains(u"fsync ."_s), qPrintable(good.calls.join(u'\n')));
        QVERIFY(good.calls.size() >= 4); // write, fsync, rename, fsync
        FailingDisk disk;
        disk.at = 1;
        disk.fault = DiskFault::Kill;
        QCOMPARE(whole(trial, disk).end, DiskRun::End::Killed);
        disk.at = int(good.calls.size()) + 1;
        QCOMPARE(whole(trial, disk).end, DiskRun::End::Done);
    }

    void aCallThatIsNotSafeIsSeen()
    {
        QCOMPARE(notSafe({u"create a.x"_s, u"write a.x"_s, u"fsync a.x"_s, u"rename a.x a"_s,
                          u"fsync ."_s}),
                 QString());
        QVERIFY(!notSafe({u"write a.x"_s, u"rename a.x a"_s, u"fsync ."_s}).isEmpty());
        QVERIFY(!notSafe({u"write a.x"_s, u"fsync a.x"_s, u"rename a.x a"_s}).isEmpty());
        QVERIFY(!notSafe({u"write s/c/a"_s, u"exchange s/c toy"_s, u"fsync ."_s}).isEmpty());
    }

    void filesAreOldOrNew()
    {
        const TrialReport report = tryFaults(fileTrial());
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.struck >= 3 * report.calls);
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void claimedFilesAreOldOrNewAndLeaveNothing()
    {
        const TrialReport report = tryFaults(claimedFileTrial());
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.struck >= 3 * report.calls);
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
    }

    void aLinkInTheWayOfAClaimedFileIsNotFollowed()
    {
        const QTemporaryDir home;
        const QString file = home.filePath(u"f"_s);
        const QString other = home.filePath(u"other"_s);
        QVERIFY(writeFileAtomically(other, oldContent));
        QVERIFY(QFile::link(other, unfinishedFileOf(file)));
        QVERIFY(writeFileUnderClaim(file, newContent));
        QCOMPARE(*versionOf(other), 0);
        QCOMPARE(*versionOf(file), 1);
    }

    void foldersAreOldOrNew_data()
    {
        QTest::addColumn<bool>("lacksExchange");
        QTest::newRow("exchanged") << false;
        QTest::newRow("where names cannot be exchanged") << true;
    }

    void foldersAreOldOrNew()
    {
        QFETCH(const bool, lacksExchange);
        FaultTrial trial = folderTrial();
        trial.disk.lacksExchange = lacksExchange;
        const TrialReport report = tryFaults(trial);
        QCOMPARE(report.complaint, QString());
        QVERIFY(report.keptOld > 0);
        QVERIFY(report.reachedNew > 0);
        const DiskRun run = whole(trial, trial.disk);
        QCOMPARE(callThatBegins(run.calls, u"exchange "_s) >= 0, !lacksExchange);
    }

    void whatIsNamedIsSafe()
    {
        QCOMPARE(notSafe(whole(fileTrial()).calls), QString());
        QCOMPARE(notSafe(whole(folderTrial()).calls), QString());
    }

    void aFailureToStoreIsSaid()
    {
        // Qt's QSaveFile would go on: the file would have its name and, after a power cut, no
        // content.
        const QStringList calls = whole(fileTrial()).calls;
        FailingDisk disk;
        disk.fault = DiskFault::ErrsOnce;
        disk.at = callThatBegins(calls, u"fsync "_s) + 1;
        QVERIFY(disk.at > 0);
        const DiskRun run = whole(fileTrial(), disk);
        QCOMPARE(run.end, DiskRun::End::Failed);
        QVERIFY2(run.message.contains(u"Cannot store"_s), qPrintable(run.message));
        QCOMPARE(callThatBegins(run.calls, u"rename "_s), -1);
        QCOMPARE(callThatBegins(run.calls, u"link "_s), -1);
    }

    void aDiskThatCannotBeReadIsNotEmpty()
    {
        const QTemporaryDir home;
        const QString toy = home.filePath(u"toy"_s);
        QVERIFY(QDir().mkpath(toy));
        QVERIFY(writeFileAtomically(toy + u"/thesis"_s, "mine"));
        QCOMPARE(checkFolderTarget(toy, kind(), Existing::Replace).error().code,
                 ErrorCode::WriteFailed);
        // A place that cannot be looked at is not a free one.
        const QString tooLong = home.filePath(QString(300, u'x'));
        QVERIFY(!checkFolderTarget(tooLong, kind(), Existing::Replace));
    }

    void aFreeNameIsGivenOnce()
    {
        const QTemporaryDir home;
        const QString fresh = home.filePath(u"fresh"_s);
        const QString there = home.filePath(u"there"_s);
        QVERIFY(writeFileAtomically(fresh, "1"));
        QVERIFY(writeFileAtomically(there, "2"));
        QCOMPARE(moveToFreeName(fresh, there).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(*readFile(there, 10), QByteArray("2"));
        QVERIFY(QFile::remove(there));
        QVERIFY(moveToFreeName(fresh, there));
        QCOMPARE(*readFile(there, 10), QByteArray("1"));
        QVERIFY(!QFile::exists(fresh));
        QCOMPARE(moveToFreeName(fresh, home.filePath(u"other"_s)).error().code,
                 ErrorCode::WriteFailed);
    }

    void aNetworkDiskIsKnown()
    {
        for (const long shared : {0x6969L, 0xff534d42L, 0xfe534d42L, 0x65735546L, 0x0bd00bd0L})
            QVERIFY(isNetworkFileSystem(shared));
        for (const long own : {0xef53L, 0x58465342L, 0x9123683eL, 0x01021994L, 0x794c7630L})
            QVERIFY(!isNetworkFileSystem(own)); // ext4, xfs, btrfs, tmpfs, overlay
        const QTemporaryDir home;
        const QString file = home.filePath(u"f"_s);
        QVERIFY(!isOnNetwork(file));
        FailingDisk disk;
        disk.folder = home.path();
        disk.isOnNetwork = true;
        const DiskRun run = runOnDisk(disk, [&](const StepIsSafe& stepIsSafe) -> Result<void> {
            if (isOnNetwork(file)) // which is not there: its folder tells
                stepIsSafe();
            return {};
        });
        QCOMPARE(run.steps, 1);
    }
};

QTEST_GUILESS_MAIN(TestDiskFaults)
#include "test_disk_faults.moc"
