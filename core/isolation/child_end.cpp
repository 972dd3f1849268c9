// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/child_end.h"

#include <QFileInfo>

#include <csignal>
#include <cstring>

#include <sys/wait.h>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

Error cannotRead(ErrorCode code, const QString& path, const QString& clause)
{
    return {code, u"Cannot read %1: %2."_s.arg(QFileInfo(path).fileName(), clause), path};
}

Error saidNonsense(const QString& path, const QString& what)
{
    return cannotRead(ErrorCode::FileBroken, path,
                      u"it made the decoder answer nonsense (%1)"_s.arg(what));
}

Error tookTooLong(const QString& path, int timeMs)
{
    return cannotRead(ErrorCode::TimedOut, path, u"it took longer than %1 ms"_s.arg(timeMs));
}

Error wasCancelled(const QString& path)
{
    return cannotRead(ErrorCode::Cancelled, path, u"reading was cancelled"_s);
}

Error endedOn(const QString& path, int status, bool memoryRanOut, qint64 memoryBytes)
{
    if (wasKilled(status))
        return cannotRead(ErrorCode::TooLarge, path,
                          u"the decoder was killed from outside each time it read the file, "
                          "perhaps since the machine is short of memory"_s);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        return cannotRead(ErrorCode::FileBroken, path,
                          u"it made the decoder ask the system for what no picture needs, so the "
                          "decoder was ended"_s);
    if (memoryRanOut)
        return cannotRead(
            ErrorCode::TooLarge, path,
            u"the decoder ran out of the memory that it may use (%1 MiB)"_s.arg(memoryBytes >> 20));
    return cannotRead(ErrorCode::FileBroken, path,
                      u"it crashed the decoder (%1)"_s.arg(howItEnded(status)));
}

bool wasKilled(int status)
{
    if (!WIFSIGNALED(status))
        return false;
    switch (WTERMSIG(status)) {
    case SIGKILL:
    case SIGTERM:
    case SIGINT:
    case SIGHUP:
    case SIGQUIT:
        return true;
    default:
        return false;
    }
}

QString howItEnded(int status)
{
    if (WIFSIGNALED(status))
        return QString::fromLatin1(strsignal(WTERMSIG(status))).toLower();
    return u"exit status %1"_s.arg(WEXITSTATUS(status));
}

Error notStarted(const QString& program, const QString& why)
{
    return {
        ErrorCode::Internal,
        u"the program \"%1\", which decodes pictures, cannot be started (%2)"_s.arg(program, why),
        {}};
}

} // namespace ccad::isolation
