// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/run_lock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Time for the leftovers of a killed program to go: a child it had just begun holds the lock until
/// it dies, too.
constexpr int patienceMs = 1000;

/// Whether its owner did not come to the last of the lines that QLockFile writes: number, program,
/// machine, and what tells machines and their starts apart.
bool isUnfinished(const QLockFile& lock)
{
    constexpr qsizetype lines = 5;
    QFile file(lock.fileName());
    return file.open(QIODevice::ReadOnly) && file.read(4096).count('\n') < lines;
}

bool acquire(QLockFile& lock)
{
    if (lock.tryLock(patienceMs))
        return true;
    // A program killed while it writes its lock leaves one that names nobody, or a machine that
    // does not exist, which QLockFile alone would take for a live one for ever. The system's own
    // lock on a living owner's file keeps that file from being removed.
    return lock.error() == QLockFile::LockFailedError && isUnfinished(lock)
        && lock.removeStaleLockFile() && lock.tryLock(0);
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
