// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/internal/folder_walk.h"

#include "core/base/file_names.h"
#include "core/intake/natural_order.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include <dirent.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct DirectoryEnd
{
    void operator()(DIR* directory) const { closedir(directory); }
};
using Directory = std::unique_ptr<DIR, DirectoryEnd>;

struct Name
{
    QString text;
    QByteArray bytes;
};

Error unreadable(const WalkedItem& item, const QString& why)
{
    return {ErrorCode::FileUnreadable, u"Cannot read %1: %2."_s.arg(item.file, why), item.path};
}

QString systemReason(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

QString tooLong()
{
    return u"its path is longer than the system takes (%1 bytes). Move it up by some folders"_s.arg(
        PATH_MAX);
}

/// The error for a path without a status.
Error missing(const WalkedItem& item, int error)
{
    struct stat link;
    const bool isLink
        = lstat(QFile::encodeName(item.path).constData(), &link) == 0 && S_ISLNK(link.st_mode);
    if (error == ELOOP)
        return unreadable(item, u"it is a link that leads round in circles"_s);
    if (error == ENOENT && isLink)
        return unreadable(item, u"it is a link to a file that is not there"_s);
    if (error == ENAMETOOLONG)
        return unreadable(item, tooLong());
    if (error == ENOENT || error == ENOTDIR)
        return missingFile(item.path, item.file);
    return unreadable(item, systemReason(error));
}

QString kindOf(mode_t mode)
{
    if (S_ISFIFO(mode))
        return u"it is a named pipe, not a file"_s;
    if (S_ISSOCK(mode))
        return u"it is a socket, not a file"_s;
    if (S_ISDIR(mode))
        return u"it is a folder, not a file"_s;
    return u"it is a device, not a file"_s;
}

qint64 nanoseconds(const timespec& time)
{
    return qint64(time.tv_sec) * 1000000000 + time.tv_nsec;
}

qint64 milliseconds(const timespec& time)
{
    return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1000000;
}

QByteArray keyOf(quint64 device, quint64 folder, const QByteArray& name)
{
    const QByteArray id = QByteArray::number(device) + '/' + QByteArray::number(folder) + '/';
    return QCryptographicHash::hash(id + name, QCryptographicHash::Sha1);
}

/// Reads the names, sorted; false, with errno set, when the folder cannot be read.
bool readNames(DIR* directory, std::vector<Name>& names)
{
    errno = 0;
    while (const dirent* entry = readdir(directory)) {
        const QByteArray bytes(entry->d_name);
        if (bytes == "." || bytes == "..")
            continue;
        names.push_back({decodedFileName(bytes), bytes});
    }
    const int failure = errno;
    std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) {
        return a.text == b.text ? a.bytes < b.bytes : comesBefore(a.text, b.text);
    });
    errno = failure;
    return failure == 0;
}

QString below(const QString& folder, const QString& name)
{
    return folder.endsWith(u'/') ? folder + name : folder + u'/' + name;
}

QString withoutSlashAtEnd(QString path)
{
    while (path.size() > 1 && path.endsWith(u'/'))
        path.chop(1);
    return path;
}

/// Fills in the item from the status; anything but a regular file is a problem.
void describe(WalkedItem& item, const struct stat& status)
{
    item.bytes = S_ISREG(status.st_mode) ? qint64(status.st_size) : 0;
    item.modifiedMs = milliseconds(status.st_mtim);
    item.changedNs = nanoseconds(status.st_ctim);
    item.fileId = status.st_ino;
    if (!S_ISREG(status.st_mode))
        item.problem = unreadable(item, kindOf(status.st_mode));
}

/// The key of a path that was not found by reading its folder.
QByteArray keyOfPath(const QString& path)
{
    const QFileInfo info(path);
    struct stat folder = {};
    if (stat(QFile::encodeName(info.path()).constData(), &folder) != 0)
        return {};
    return keyOf(folder.st_dev, folder.st_ino, QFile::encodeName(info.fileName()));
}

/// The path without links in it; empty: there is none, or it is too long.
QByteArray realPath(const QString& path)
{
    const std::unique_ptr<char, decltype(&std::free)> real(
        ::realpath(QFile::encodeName(path).constData(), nullptr), &std::free);
    return real.get();
}

/// Not FileUnreadable: such a file is tried again, and would then be followed.
void forbid(WalkedItem& item)
{
    item.problem = Error{ErrorCode::Unsupported,
                         u"Cannot read %1: it is a link that leads out of the folder. Choose what "
                         "it leads to, or copy that into the folder."_s.arg(item.file),
                         item.path};
    item.isHopeless = true;
}

WalkedItem itemAt(const QString& path)
{
    WalkedItem item;
    item.file = withoutSlashAtEnd(path);
    item.path = QFileInfo(item.file).absoluteFilePath();
    item.key = keyOfPath(item.path);
    return item;
}

} // namespace

WalkedItem FolderWalk::look(const QString& path)
{
    WalkedItem item = itemAt(path);
    struct stat status;
    if (stat(QFile::encodeName(item.path).constData(), &status) != 0)
        item.problem = missing(item, errno);
    else
        describe(item, status);
    return item;
}

WalkedItem FolderWalk::lookWithin(const QString& path) const
{
    WalkedItem item = look(path);
    if (!item.problem && isOutside(item))
        forbid(item);
    return item;
}

bool FolderWalk::isOutside(const WalkedItem& item) const
{
    const QByteArray real = realPath(item.path) + '/';
    return std::none_of(m_roots.begin(), m_roots.end(),
                        [&](const QByteArray& root) { return real.startsWith(root); });
}

FolderWalk::FolderWalk(const QStringList& asked, const QStringList& leaveOut)
{
    for (const QString& path : asked) {
        const QFileInfo info(path);
        if (const QByteArray root = realPath(info.isDir() ? path : info.path()); !root.isEmpty())
            m_roots.push_back(root.endsWith('/') ? root : root + '/');
    }
    for (const QString& path : leaveOut)
        m_leftOut.insert(itemAt(path).key);
}

Result<void> FolderWalk::operator()(const QString& path, const Visit& visit,
                                    const CancelToken& cancel)
{
    return visitAt(itemAt(path), Way::Asked, visit, cancel);
}

Result<void> FolderWalk::visitAt(WalkedItem item, Way way, const Visit& visit,
                                 const CancelToken& cancel)
{
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"Looking for files was cancelled."_s, {}};
    if (m_leftOut.contains(item.key))
        return {};
    const QString name = item.path.mid(item.path.lastIndexOf(u'/') + 1);
    if (way == Way::Found)
        item.companion = companionFile(name);
    if (item.problem)
        return visit(item);
    struct stat status;
    const QByteArray path = QFile::encodeName(item.path);
    const bool isThere = lstat(path.constData(), &status) == 0;
    const bool isLink = isThere && S_ISLNK(status.st_mode);
    if (!isThere || (isLink && stat(path.constData(), &status) != 0)) {
        item.problem = missing(item, errno);
        return visit(item);
    }
    const bool isFolder = S_ISDIR(status.st_mode);
    if (isFolder && way == Way::Found && isCompanionFolder(name)) {
        item.companion = CompanionName{Companion::Folder};
        return visit(item);
    }
    if (isFolder)
        item.companion.reset();
    else
        describe(item, status);
    if (isLink && way == Way::Found && !item.problem && isOutside(item))
        forbid(item);
    if (isFolder && !item.problem)
        return visitFolder(std::move(item), {status.st_dev, status.st_ino}, visit, cancel);
    return visit(item);
}

Result<void> FolderWalk::visitInside(const WalkedItem& folder, FolderId id, const QByteArray& name,
                                     const Visit& visit, const CancelToken& cancel)
{
    const QString text = decodedFileName(name);
    WalkedItem inside;
    inside.file = below(folder.file, text);
    inside.path = below(folder.path, text);
    inside.key = keyOf(id.first, id.second, name);
    inside.isHopeless = QFile::encodeName(text) != name;
    if (inside.isHopeless)
        inside.problem = missingFile(inside.path, inside.file);
    return visitAt(std::move(inside), Way::Found, visit, cancel);
}

Result<void> FolderWalk::visitFolder(WalkedItem item, FolderId id, const Visit& visit,
                                     const CancelToken& cancel)
{
    if (m_above.count(id)) {
        item.problem = unreadable(item, u"it is a link to a folder above it"_s);
        return visit(item);
    }
    if (!m_walked.insert(id).second)
        return {}; // what is in it was accounted for when it was reached by another way
    std::vector<Name> names;
    const Directory directory(opendir(QFile::encodeName(item.path).constData()));
    if (!directory || !readNames(directory.get(), names)) {
        item.problem = unreadable(item, errno == ENAMETOOLONG ? tooLong() : systemReason(errno));
        return visit(item);
    }
    m_above.insert(id);
    Result<void> done;
    for (const Name& name : names) {
        done = visitInside(item, id, name.bytes, visit, cancel);
        if (!done)
            break;
    }
    m_above.erase(id);
    return done;
}

} // namespace ccad
