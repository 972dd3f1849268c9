// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/run_lock.h"

#include <QDir>
#include <QFileInfo>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Time for the leftovers of a killed program to go: a child it had just begun holds the lock until
/// it dies, too.
constexpr int patienceMs = 1000;

bool acquire(QLockFile& lock)
{
    if (lock.tryLock(patienceMs))
        return true;
    // A program killed between making its lock and writing its number into it leaves a lock that
    // names nobody, which QLockFile alone would take for a live one for ever. The system's own lock
    // on a living owner's file keeps that file from being removed.
    return lock.error() == QLockFile::LockFailedError
        && !lock.getLockInfo(nullptr, nullptr, nullptr) && lock.removeStaleLockFile()
        && lock.tryLock(0);
}

} // namespace

Result<std::unique_ptr<QLockFile>> claimFile(const QString& path, const ClaimWords& words)
{
    const QString folder = QFileInfo(path).absolutePath();
    const Error notWritable{ErrorCode::WriteFailed,
                            u"Cannot write into the folder %1; choose another one."_s.arg(folder),
                            folder};
    if (!QDir().mkpath(folder))
        return notWritable;
    auto lock = std::make_unique<QLockFile>(path + u".lock"_s);
    lock->setStaleLockTime(0); // a run may take days; a dead process is found by its number
    if (acquire(*lock))
        return lock;
    if (lock->error() != QLockFile::LockFailedError)
        return notWritable;
    qint64 process = 0;
    QString host;
    QString program;
    QString who;
    QString ifGone;
    if (lock->getLockInfo(&process, &host, &program)) {
        who = u" (process %1, %2 on %3)"_s.arg(QString::number(process), program, host);
        // Nobody here can tell whether a process of another machine still runs.
        if (host != QSysInfo::machineHostName())
            ifGone = u" If nothing runs there any more, remove %1.lock."_s.arg(path);
    }
    return Error{words.code,
                 u"Another %1%2 is writing to %3. Wait until it is done, or %4.%5"_s.arg(
                     words.run, who, path, words.instead, ifGone),
                 path};
}

} // namespace ccad
