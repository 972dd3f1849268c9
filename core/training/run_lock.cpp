// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_lock.h"

#include "core/training/trainer.h"

#include <QDir>
#include <QFileInfo>

namespace ccad {

Result<std::unique_ptr<QLockFile>> claimFile(const QString& path)
{
    const QString folder = QFileInfo(path).absolutePath();
    const Error notWritable{
        ErrorCode::WriteFailed,
        QStringLiteral("Cannot write into the folder %1; choose another one.").arg(folder), folder};
    if (!QDir().mkpath(folder))
        return notWritable;
    auto lock = std::make_unique<QLockFile>(path + QStringLiteral(".lock"));
    lock->setStaleLockTime(0); // a training may take days; a dead process is found by its number
    if (lock->tryLock(0))
        return lock;
    qint64 process = 0;
    QString host;
    QString program;
    if (lock->error() != QLockFile::LockFailedError
        || !lock->getLockInfo(&process, &host, &program))
        return notWritable;
    return Error{ErrorCode::WriteFailed,
                 QStringLiteral("Another training (process %1, %2 on %3) is writing to %4. Wait "
                                "until it is done, or choose another output folder.")
                     .arg(process)
                     .arg(program, host, path),
                 path};
}

Result<void> checkCheckpointFile(const QString& path)
{
    const auto claimed = claimFile(path);
    if (!claimed)
        return claimed.error();
    return {};
}

} // namespace ccad
