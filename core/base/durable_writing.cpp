// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/durable_writing.h"

#include "core/base/internal/stored.h"
#include "core/base/open_folder.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error notWritten(const QFileDevice& file)
{
    return {ErrorCode::WriteFailed,
            u"Cannot write %1: %2."_s.arg(file.fileName(), file.errorString()), file.fileName()};
}

Error notMoved(const QString& to)
{
    return {ErrorCode::WriteFailed,
            u"Cannot move the new file into place as %1: %2."_s.arg(to, qt_error_string(errno)),
            to};
}

Result<void> syncFolderOf(const QString& path)
{
    const auto folder = OpenFolder::openFollowing(QFileInfo(path).absolutePath());
    return folder ? folder->syncNames() : Result<void>(folder.error());
}

} // namespace

bool isStored(int descriptor)
{
    return ::fsync(descriptor) == 0 || (errno != EIO && errno != ENOSPC && errno != EDQUOT);
}

Error notStored(const QString& path)
{
    return {ErrorCode::WriteFailed, u"Cannot store %1: %2."_s.arg(path, qt_error_string(errno)),
            path};
}

bool renameToFree(int fromFolder, const char* from, int toFolder, const char* to)
{
    if (::renameat2(fromFolder, from, toFolder, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
        return false;
    struct stat info;
    if (::fstatat(toFolder, to, &info, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return false;
    }
    // A link is made for a file alone, and only where there is none of that name.
    if (::linkat(fromFolder, from, toFolder, to, 0) == 0) {
        (void)::unlinkat(fromFolder, from, 0); // else there are two names for one file
        return true;
    }
    return errno != EEXIST && ::renameat(fromFolder, from, toFolder, to) == 0;
}

bool flushWhole(QFileDevice& file)
{
    const off_t before = ::lseek(file.handle(), 0, SEEK_CUR);
    if (file.flush())
        return true;
    // A disk that is about to be full takes a part; only the next attempt is told why.
    const bool tookAPart = ::lseek(file.handle(), 0, SEEK_CUR) > before;
    return tookAPart && file.flush();
}

bool writeWhole(QFileDevice& file, const QByteArray& bytes)
{
    qint64 written = 0;
    while (written < bytes.size()) {
        const qint64 taken = file.write(bytes.constData() + written, bytes.size() - written);
        if (taken <= 0)
            return false;
        written += taken;
    }
    return true;
}

Result<void> commitDurably(QSaveFile& file)
{
    // Qt syncs, too, but goes on when that fails.
    if (!flushWhole(file))
        return notWritten(file);
    if (!isStored(file.handle()))
        return notStored(file.fileName());
    if (!file.commit())
        return notWritten(file);
    return syncFolderOf(file.fileName());
}

Result<void> replaceFile(const QString& from, const QString& to)
{
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0)
        return syncFolderOf(to);
    return notMoved(to);
}

Result<void> moveToFreeName(const QString& from, const QString& to)
{
    if (renameToFree(AT_FDCWD, QFile::encodeName(from).constData(), AT_FDCWD,
                     QFile::encodeName(to).constData()))
        return syncFolderOf(to);
    if (errno == EEXIST)
        return Error{ErrorCode::AlreadyExists, u"There is a file %1 already."_s.arg(to), to};
    return Error{
        ErrorCode::WriteFailed,
        u"Cannot move the new file into place as %1: %2."_s.arg(to, qt_error_string(errno)), to};
}

QString unfinishedFileOf(const QString& path)
{
    return path + u".new"_s;
}

Result<void> writeFileUnderClaim(const QString& path, const QByteArray& content)
{
    QFile fresh(unfinishedFileOf(path));
    fresh.remove(); // a killed run's
    if (!fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return notWritten(fresh);
    const bool isWritten = writeWhole(fresh, content) && flushWhole(fresh);
    if (!isWritten || !isStored(fresh.handle())) {
        Error error = isWritten ? notStored(fresh.fileName()) : notWritten(fresh);
        fresh.remove();
        return error;
    }
    fresh.close();
    return replaceFile(fresh.fileName(), path);
}

} // namespace ccad
