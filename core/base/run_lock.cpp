// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/run_lock.h"

#include <QDir>
#include <QFileInfo>

namespace ccad {

Result<std::unique_ptr<QLockFile>> claimFile(const QString& path, const ClaimWords& words)
{
    const QString folder = QFileInfo(path).absolutePath();
    const Error notWritable{
        ErrorCode::WriteFailed,
        QStringLiteral("Cannot write into the folder %1; choose another one.").arg(folder), folder};
    if (!QDir().mkpath(folder))
        return notWritable;
    auto lock = std::make_unique<QLockFile>(path + QStringLiteral(".lock"));
    lock->setStaleLockTime(0); // a run may take days; a dead process is found by its number
    if (lock->tryLock(0))
        return lock;
    qint64 process = 0;
    QString host;
    QString program;
    if (lock->error() != QLockFile::LockFailedError
        || !lock->getLockInfo(&process, &host, &program))
        return notWritable;
    return Error{words.code,
                 QStringLiteral("Another %1 (process %2, %3 on %4) is writing to %5. Wait until it "
                                "is done, or %6.")
                     .arg(words.run, QString::number(process), program, host, path, words.instead),
                 path};
}

} // namespace ccad
