// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/open_folder.h"

#include "core/base/internal/stored.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Deeper than any folder that CCAD makes; each level holds a descriptor.
constexpr int deepestLevel = 64;

constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

struct DirEnd
{
    void operator()(DIR* dir) const { ::closedir(dir); }
};

Error cannotRemove(const QString& path, const QString& why)
{
    return {ErrorCode::WriteFailed, u"Cannot remove %1: %2."_s.arg(path, why), path};
}

Error isNested(const QString& path)
{
    return {ErrorCode::WriteFailed,
            u"%1 is nested deeper than anything that CCAD makes."_s.arg(path), path};
}

/// Why a folder was not opened, from errno. The system says "not a directory" of links, too.
Error notOpened(int above, const QByteArray& name, const QString& path)
{
    const int failure = errno;
    if (failure == ENOENT)
        return {ErrorCode::FileNotFound, u"There is no folder %1."_s.arg(path), path};
    struct stat info;
    const bool isLink = ::fstatat(above, name.constData(), &info, AT_SYMLINK_NOFOLLOW) == 0
        && S_ISLNK(info.st_mode);
    if (isLink)
        return {ErrorCode::WriteFailed,
                u"%1 is a link to another place, which CCAD does not follow here."_s.arg(path),
                path};
    return {ErrorCode::WriteFailed,
            u"Cannot open the folder %1: %2."_s.arg(path, qt_error_string(failure)), path};
}

Error notRead(const QString& path, int failure)
{
    return {ErrorCode::WriteFailed,
            u"Cannot read the folder %1: %2."_s.arg(path, qt_error_string(failure)), path};
}

Result<std::vector<QByteArray>> namesIn(int folder, const QString& path)
{
    // A descriptor of its own, since reading moves it.
    const int again = ::openat(folder, ".", folderFlags);
    const std::unique_ptr<DIR, DirEnd> dir(again < 0 ? nullptr : ::fdopendir(again));
    if (!dir) {
        const int failure = errno;
        if (again >= 0)
            ::close(again);
        return notRead(path, failure);
    }
    std::vector<QByteArray> names;
    for (;;) {
        errno = 0; // a disk that fails here must not look like an empty folder
        const dirent* entry = ::readdir(dir.get());
        if (!entry)
            break;
        const QByteArray name(entry->d_name);
        if (name != "." && name != "..")
            names.push_back(name);
    }
    if (errno != 0)
        return notRead(path, errno);
    return names;
}

QString below(const QString& path, const QByteArray& name)
{
    return path + u'/' + QFile::decodeName(name);
}

/// The device of an open file, which has one.
dev_t deviceOf(int descriptor)
{
    struct stat info = {};
    (void)::fstat(descriptor, &info);
    return info.st_dev;
}

/// Removes what is in a folder, by descriptors alone.
class Remover
{
public:
    explicit Remover(dev_t device) : m_device(device) { }

    Result<void> content(int folder, const QString& path, int level, const QByteArray& kept = {})
    {
        if (level > deepestLevel)
            return isNested(path);
        const auto names = namesIn(folder, path);
        if (!names)
            return names.error();
        for (const QByteArray& name : *names)
            if (name != kept)
                if (auto removed = entry(folder, name, below(path, name), level); !removed)
                    return removed;
        return {};
    }

private:
    Result<void> entry(int above, const QByteArray& name, const QString& path, int level)
    {
        if (::unlinkat(above, name.constData(), 0) == 0 || errno == ENOENT)
            return {};
        if (errno != EISDIR)
            return cannotRemove(path, qt_error_string(errno));
        const OwnedFd folder(::openat(above, name.constData(), folderFlags | O_NOFOLLOW));
        if (!folder.isOpen())
            return cannotRemove(path, qt_error_string(errno));
        if (deviceOf(folder.get()) != m_device)
            return cannotRemove(path, u"it lies on another file system"_s);
        if (auto emptied = content(folder.get(), path, level + 1); !emptied)
            return emptied;
        if (::unlinkat(above, name.constData(), AT_REMOVEDIR) != 0)
            return cannotRemove(path, qt_error_string(errno));
        return {};
    }

    dev_t m_device;
};

Result<void> store(int folder, const QString& path, int level)
{
    if (level > deepestLevel)
        return isNested(path);
    const auto names = namesIn(folder, path);
    if (!names)
        return names.error();
    for (const QByteArray& name : *names) {
        struct stat info;
        if (::fstatat(folder, name.constData(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            return notStored(below(path, name));
        if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))
            continue;
        const OwnedFd entry(
            ::openat(folder, name.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (!entry.isOpen())
            return notStored(below(path, name));
        if (S_ISDIR(info.st_mode)) {
            if (auto stored = store(entry.get(), below(path, name), level + 1); !stored)
                return stored;
        } else if (!isStored(entry.get())) {
            return notStored(below(path, name));
        }
    }
    return isStored(folder) ? Result<void>() : notStored(path);
}

} // namespace

Result<OpenFolder> OpenFolder::openAt(int above, const QByteArray& name, int flags,
                                      const QString& path)
{
    OwnedFd folder(::openat(above, name.constData(), folderFlags | flags));
    if (!folder.isOpen())
        return notOpened(above, name, path);
    return OpenFolder(std::move(folder), path);
}

Result<OpenFolder> OpenFolder::open(const QString& path)
{
    const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    return openAt(AT_FDCWD, QFile::encodeName(absolute), O_NOFOLLOW, absolute);
}

Result<OpenFolder> OpenFolder::openFollowing(const QString& path)
{
    const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    return openAt(AT_FDCWD, QFile::encodeName(absolute), 0, absolute);
}

QString OpenFolder::pathOf(const QByteArray& name) const
{
    return below(m_path, name);
}

bool OpenFolder::isOwn() const
{
    struct stat info;
    return ::fstat(m_folder.get(), &info) == 0 && info.st_uid == ::geteuid();
}

Result<OpenFolder> OpenFolder::folder(const QByteArray& name) const
{
    return openAt(m_folder.get(), name, O_NOFOLLOW, pathOf(name));
}

bool OpenFolder::makeFolder(const QByteArray& name, mode_t mode) const
{
    return ::mkdirat(m_folder.get(), name.constData(), mode) == 0;
}

OwnedFd OpenFolder::newFile(const QByteArray& name) const
{
    return OwnedFd(::openat(m_folder.get(), name.constData(),
                            O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
}

bool OpenFolder::removeFile(const QByteArray& name) const
{
    return ::unlinkat(m_folder.get(), name.constData(), 0) == 0;
}

bool OpenFolder::rename(const QByteArray& from, const QByteArray& to) const
{
    return ::renameat(m_folder.get(), from.constData(), m_folder.get(), to.constData()) == 0;
}

Result<std::vector<QByteArray>> OpenFolder::names() const
{
    return namesIn(m_folder.get(), m_path);
}

Result<void> OpenFolder::removeTree(const QByteArray& name) const
{
    const auto tree = folder(name);
    if (!tree)
        return tree.error().code == ErrorCode::FileNotFound ? Result<void>()
                                                            : Result<void>(tree.error());
    if (!tree->isOwn())
        return cannotRemove(tree->path(), u"it belongs to somebody else"_s);
    if (deviceOf(tree->descriptor()) != deviceOf(descriptor()))
        return cannotRemove(tree->path(), u"it lies on another file system"_s);
    if (auto emptied = tree->removeContent(); !emptied)
        return emptied;
    if (::unlinkat(m_folder.get(), name.constData(), AT_REMOVEDIR) != 0)
        return cannotRemove(tree->path(), qt_error_string(errno));
    return {};
}

Result<void> OpenFolder::removeContent(const QByteArray& kept) const
{
    return Remover(deviceOf(m_folder.get())).content(m_folder.get(), m_path, 0, kept);
}

Result<void> OpenFolder::sync() const
{
    return store(m_folder.get(), m_path, 0);
}

Result<void> OpenFolder::syncNames() const
{
    return isStored(m_folder.get()) ? Result<void>() : notStored(m_path);
}

Result<void> removeTree(const QString& path)
{
    const QFileInfo info(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    const auto above = OpenFolder::openFollowing(info.path());
    if (!above)
        return above.error().code == ErrorCode::FileNotFound ? Result<void>()
                                                             : Result<void>(above.error());
    return above->removeTree(QFile::encodeName(info.fileName()));
}

} // namespace ccad
