// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/scratch_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <array>
#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error leftAlone(const QString& path, const QString& why)
{
    return {ErrorCode::WriteFailed,
            u"%1 %2, so CCAD leaves it alone. Move it away to go on."_s.arg(path, why), path};
}

Error notMade(const QString& path)
{
    return {ErrorCode::WriteFailed,
            u"Cannot make the folder %1: %2."_s.arg(path, qt_error_string(errno)), path};
}

OwnedFd openMarker(const OpenFolder& folder)
{
    return OwnedFd(::openat(folder.descriptor(), ScratchFolder::marker,
                            O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

/// Of a marker that this user made; nothing of any other file.
std::optional<QByteArray> contentOf(const OwnedFd& marker)
{
    struct stat info;
    std::array<char, 256> bytes;
    if (!marker.isOpen() || ::fstat(marker.get(), &info) != 0 || !S_ISREG(info.st_mode)
        || info.st_uid != ::geteuid())
        return std::nullopt;
    const ssize_t got = ::pread(marker.get(), bytes.data(), bytes.size(), 0);
    if (got < 0)
        return std::nullopt;
    return QByteArray(bytes.data(), got);
}

/// A program killed between making the folder and signing it may have left only worthless files: a
/// marker with the beginning of the token, or none.
bool isUnsigned(const OpenFolder& folder, const QByteArray& token)
{
    const auto names = folder.names();
    if (!names)
        return false;
    if (names->empty())
        return true;
    if (names->size() != 1 || names->front() != ScratchFolder::marker)
        return false;
    const auto begun = contentOf(openMarker(folder));
    return begun && begun->size() < token.size() && token.startsWith(*begun);
}

OwnedFd signedMarker(const OpenFolder& folder, const QByteArray& token)
{
    if (!isUnsigned(folder, token))
        return openMarker(folder);
    (void)folder.removeFile(ScratchFolder::marker);
    OwnedFd marker = folder.newFile(ScratchFolder::marker);
    if (marker.isOpen()
        && ::write(marker.get(), token.constData(), size_t(token.size())) != token.size())
        return OwnedFd();
    return marker;
}

bool holds(const OwnedFd& marker, const QByteArray& token)
{
    return !token.isEmpty() && contentOf(marker) == token;
}

} // namespace

ScratchFolder::ScratchFolder(OpenFolder above, OpenFolder folder, OwnedFd held)
    : m_above(std::move(above)), m_folder(std::move(folder)), m_marker(std::move(held))
{
}

ScratchFolder::~ScratchFolder()
{
    // Unlocked here, not by closing: a child that was just begun may hold a copy of the descriptor.
    if (m_marker.isOpen())
        (void)::flock(m_marker.get(), LOCK_UN);
}

QByteArray ScratchFolder::newToken()
{
    return QUuid::createUuid().toByteArray(QUuid::Id128);
}

Result<ScratchFolder> ScratchFolder::enterAt(OpenFolder above, const QByteArray& name,
                                             const QByteArray& token)
{
    auto folder = above.folder(name);
    if (!folder)
        return leftAlone(above.pathOf(name), u"is a link or no folder"_s);
    const QString& path = folder->path();
    if (!folder->isOwn())
        return leftAlone(path, u"belongs to somebody else"_s);
    OwnedFd marker = signedMarker(*folder, token);
    if (!holds(marker, token))
        return leftAlone(path, u"is no folder that CCAD made for this"_s);
    if (::flock(marker.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return leftAlone(path, u"is in use by another program"_s);
    return ScratchFolder(std::move(above), *std::move(folder), std::move(marker));
}

Result<ScratchFolder> ScratchFolder::enter(const QString& path, const QByteArray& token)
{
    if (path.isEmpty() || token.isEmpty())
        return Error{ErrorCode::WriteFailed, u"There is no folder for files that are made again."_s,
                     path};
    const QFileInfo info(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    if (!QDir().mkpath(info.path()))
        return notMade(info.path());
    auto above = OpenFolder::openFollowing(info.path());
    if (!above)
        return above.error();
    const QByteArray name = QFile::encodeName(info.fileName());
    if (!above->makeFolder(name, 0700) && errno != EEXIST)
        return notMade(above->pathOf(name));
    return enterAt(*std::move(above), name, token);
}

Result<void> ScratchFolder::remove(const QString& path, const QByteArray& token)
{
    const QFileInfo info(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    if (!info.exists() && !info.isSymLink())
        return {};
    auto above = OpenFolder::openFollowing(info.path());
    if (!above)
        return above.error();
    auto scratch = enterAt(*std::move(above), QFile::encodeName(info.fileName()), token);
    if (!scratch)
        return scratch.error();
    return std::move(*scratch).remove();
}

Result<void> ScratchFolder::remove() &&
{
    // The marker goes last, so that the folder is still known after a kill halfway.
    if (auto emptied = m_folder.removeContent(marker); !emptied)
        return emptied;
    const QByteArray name = QFile::encodeName(QFileInfo(m_folder.path()).fileName());
    if (!m_folder.removeFile(marker)
        || ::unlinkat(m_above.descriptor(), name.constData(), AT_REMOVEDIR) != 0)
        return Error{ErrorCode::WriteFailed,
                     u"Cannot remove %1: %2."_s.arg(m_folder.path(), qt_error_string(errno)),
                     m_folder.path()};
    return {};
}

} // namespace ccad
