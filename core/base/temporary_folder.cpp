// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/temporary_folder.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <fcntl.h>
#include <sys/file.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr char token[] = "temporary files of CCAD";
constexpr auto prefix = "ccad-";
constexpr int nameDigits = 12;

/// Is the folder CCAD's, this user's, and held by nobody? Holds it no longer than it asks.
bool isLeftOver(const QString& path)
{
    const auto folder = OpenFolder::open(path);
    if (!folder || !folder->isOwn())
        return false;
    const OwnedFd marker(::openat(folder->descriptor(), ScratchFolder::marker,
                                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!marker.isOpen() || ::flock(marker.get(), LOCK_SH | LOCK_NB) != 0)
        return false;
    QFile file;
    const bool isRead
        = file.open(marker.get(), QIODevice::ReadOnly, QFileDevice::DontCloseHandle);
    const bool isOurs = isRead && file.read(sizeof token) == token;
    (void)::flock(marker.get(), LOCK_UN);
    return isOurs;
}

QStringList candidates()
{
    static const QRegularExpression pattern(QRegularExpression::anchoredPattern(
        QLatin1String(prefix) + u"[0-9a-f]{%1}"_s.arg(nameDigits)));
    const QDir folder(QDir::tempPath());
    QStringList paths;
    const auto filter = QDir::Dirs | QDir::Hidden | QDir::NoSymLinks | QDir::NoDotAndDotDot;
    for (const QString& name : folder.entryList({QLatin1String(prefix) + u'*'}, filter))
        if (pattern.match(name).hasMatch())
            paths << folder.absoluteFilePath(name);
    return paths;
}

} // namespace

TemporaryFolder::TemporaryFolder(QString path, ScratchFolder folder)
    : m_path(std::move(path)), m_folder(std::move(folder))
{
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : m_path(std::move(other.m_path)), m_folder(std::move(other.m_folder))
{
    other.m_folder.reset();
}

TemporaryFolder::~TemporaryFolder()
{
    if (m_folder)
        (void)std::move(*m_folder).remove(); // else the next start does it
}

Result<TemporaryFolder> TemporaryFolder::make()
{
    // A sweep may come between making the folder and holding it, hardly ever twice.
    constexpr int tries = 3;
    Error why;
    for (int i = 0; i < tries; ++i) {
        const QString path = QDir::tempPath() + u'/' + QLatin1String(prefix)
            + QString::fromLatin1(ScratchFolder::newToken().left(nameDigits));
        auto folder = ScratchFolder::enter(path, token);
        if (!folder) {
            why = folder.error();
            continue;
        }
        QString made = folder->folder().path();
        if (QFileInfo::exists(made + u'/' + QLatin1String(ScratchFolder::marker)))
            return TemporaryFolder(std::move(made), *std::move(folder));
        why = {ErrorCode::WriteFailed, u"The folder %1 is gone again."_s.arg(made), made};
    }
    return why;
}

LeftOver leftOverTemporaryFolders()
{
    LeftOver left;
    for (const QString& path : candidates()) {
        if (!isLeftOver(path))
            continue;
        left.folders << path;
        QDirIterator files(path, QDir::Files | QDir::Hidden | QDir::System,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            files.next();
            if (files.fileName() == QLatin1String(ScratchFolder::marker))
                continue;
            ++left.files;
            left.bytes += files.fileInfo().size();
        }
    }
    return left;
}

int sweepTemporaryFolders()
{
    int removed = 0;
    for (const QString& path : candidates())
        removed += isLeftOver(path) && ScratchFolder::remove(path, token).hasValue();
    return removed;
}

} // namespace ccad
