// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/run_lock.h"

#include <QFile>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>

#include <array>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestRunLock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void holdsForOneWriter();
    void takesOverALockThatNamesNobody();
    void takesOverALockThatIsHalfWritten();
    void waitsForTheChildrenOfAKilledOwner();
    void leavesALivingOwnerItsLock();
    void namesAFolderItCannotWriteTo();

private:
    [[nodiscard]] QString file() const { return m_dir->filePath(u"out.csv"_s); }
    [[nodiscard]] QString lockFile() const { return file() + u".lock"_s; }
    [[nodiscard]] Result<std::unique_ptr<QLockFile>> claim() const
    {
        return claimFile(file(),
                         {u"screening"_s, u"cancel it there"_s, ErrorCode::InvalidArgument});
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestRunLock::holdsForOneWriter()
{
    {
        const auto first = claim();
        QVERIFY(first);
        const auto second = claim();
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::InvalidArgument);
        const QString process
            = u"Another screening (process %1, "_s.arg(QCoreApplication::applicationPid());
        QVERIFY2(second.error().message.startsWith(process), qPrintable(second.error().message));
        QVERIFY(second.error().message.endsWith(u", or cancel it there."_s));
    }
    QVERIFY(!QFile::exists(lockFile()));
    QVERIFY(claim());
}

void TestRunLock::takesOverALockThatNamesNobody()
{
    QFile left(lockFile());
    QVERIFY(left.open(QIODevice::WriteOnly)); // as by a program killed before it wrote
    left.close();
    const auto taken = claim();
    QVERIFY2(taken, qPrintable(taken ? QString() : taken.error().message));
    QVERIFY(!claim());
}

void TestRunLock::takesOverALockThatIsHalfWritten()
{
    // As by a program killed while it wrote: of the machine's number only the first digits.
    QVERIFY(writeFileAtomically(lockFile(),
                                "1\nccad\n" + QSysInfo::machineHostName().toUtf8() + '\n'
                                    + QSysInfo::machineUniqueId().left(5)));
    const auto taken = claim();
    QVERIFY2(taken, qPrintable(taken ? QString() : taken.error().message));
    QVERIFY(!claim());
}

void TestRunLock::waitsForTheChildrenOfAKilledOwner()
{
    std::array<int, 2> ready{};
    QCOMPARE(pipe(ready.data()), 0);
    const pid_t owner = fork();
    if (owner == 0) {
        const auto held = claim();
        if (held && fork() == 0) {
            usleep(400000); // as between fork and exec, with all of its parent's open files
            _exit(0);
        }
        (void)write(ready[1], held ? "y" : "n", 1);
        pause();
    }
    char answer = 0;
    QCOMPARE(read(ready[0], &answer, 1), 1);
    QCOMPARE(kill(owner, SIGKILL), 0);
    QCOMPARE(waitpid(owner, nullptr, 0), owner);
    QCOMPARE(answer, 'y');
    const auto taken = claim();
    QVERIFY2(taken, qPrintable(taken ? QString() : taken.error().message));
}

void TestRunLock::leavesALivingOwnerItsLock()
{
    const auto owner = claim();
    QVERIFY(owner);
    QVERIFY(QFile::resize(lockFile(), 0));
    const auto second = claim();
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(second.error().message.startsWith(u"Another screening is writing to "_s),
             qPrintable(second.error().message));
    QVERIFY(QFile::exists(lockFile()));
}

void TestRunLock::namesAFolderItCannotWriteTo()
{
    const QString folder = u"/proc/nowhere"_s; // not even the superuser can
    const auto refused = claimFile(folder + u"/out.csv"_s, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::WriteFailed);
    QVERIFY2(refused.error().message.contains(folder), qPrintable(refused.error().message));
}

QTEST_GUILESS_MAIN(TestRunLock)
#include "test_run_lock.moc"
