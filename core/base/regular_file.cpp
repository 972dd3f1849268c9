// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/regular_file.h"

#include "core/base/file_names.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error unreadable(const QString& path, int number)
{
    return {ErrorCode::FileUnreadable, u"Cannot read %1: %2."_s.arg(path, qt_error_string(number)),
            path};
}

Error notRegular(const QString& path)
{
    return {ErrorCode::FileUnreadable, u"%1 is not a regular file."_s.arg(path), path};
}

int openForReading(const QByteArray& path)
{
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY;
    // A FIFO that took the file's place a moment ago must not be waited for.
    const int file = open(path.constData(), flags | O_NONBLOCK);
    // Only a file that another program holds a lease on says so; that one is waited for.
    return file < 0 && errno == EWOULDBLOCK ? open(path.constData(), flags) : file;
}

} // namespace

Result<OwnedFd> openRegularFile(const QString& path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return missingFile(path, path);
    // QFileInfo::isFile() is false for folders, FIFOs and devices: opening a device may do things.
    if (!info.isFile())
        return notRegular(path);
    OwnedFd file(openForReading(QFile::encodeName(path)));
    if (!file.isOpen())
        return unreadable(path, errno);
    struct stat status = {};
    if (fstat(file.get(), &status) != 0)
        return unreadable(path, errno);
    if (!S_ISREG(status.st_mode))
        return notRegular(path);
    return file;
}

Result<qint64> readPiece(const OwnedFd& file, const QString& path, qint64 at, char* piece,
                         qint64 bytes)
{
    qint64 done = 0;
    while (done < bytes) {
        const ssize_t got
            = pread(file.get(), piece + done, static_cast<std::size_t>(bytes - done), at + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return unreadable(path, errno);
        if (got == 0)
            break;
        done += got;
    }
    return done;
}

Result<QByteArray> readWhole(const OwnedFd& file, const QString& path, qint64 maxBytes)
{
    const qint64 bytes = lseek(file.get(), 0, SEEK_END);
    if (bytes < 0)
        return unreadable(path, errno);
    if (bytes > maxBytes)
        return Error{
            ErrorCode::TooLarge,
            u"%1 is larger than the limit of %2 bytes."_s.arg(path, QString::number(maxBytes)),
            path};
    // Of the file's own size: a buffer of the limit's size would cost address space.
    QByteArray content(bytes, Qt::Uninitialized);
    const auto read = readPiece(file, path, 0, content.data(), bytes);
    if (!read)
        return read.error();
    content.truncate(*read);
    return content;
}

} // namespace ccad
