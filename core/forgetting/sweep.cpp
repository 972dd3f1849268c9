// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forgetting/internal/sweep.h"

#include "core/base/open_folder.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;

namespace ccad {

void Sweep::count(qint64 items, qint64 bytes)
{
    m_done.items += items;
    m_done.bytes += bytes;
}

void Sweep::removeFile(const QString& path, bool isItem)
{
    const QFileInfo info(path);
    if (!info.isSymLink() && !info.isFile())
        return;
    const qint64 bytes = info.isSymLink() ? 0 : info.size();
    QFile file(path);
    if (!m_request.isTrial && !file.remove())
        return note(u"%1 cannot be removed: %2."_s.arg(path, file.errorString()));
    count(isItem ? 1 : 0, bytes);
}

void Sweep::removeFiles(const QString& folder, const QStringList& patterns)
{
    const auto filter = QDir::Files | QDir::Hidden | QDir::System;
    for (const QFileInfo& file : QDir(folder).entryInfoList(patterns, filter, QDir::Name)) {
        if (isCancelled())
            return;
        if (isOldEnough(file.lastModified()))
            removeFile(file.filePath());
    }
}

void Sweep::removeFolder(const QString& path, bool isItem)
{
    const qint64 bytes = bytesBelow(path);
    if (!m_request.isTrial)
        if (const auto removed = removeTree(path); !removed)
            return note(removed.error().message);
    count(isItem ? 1 : 0, bytes);
}

qint64 bytesBelow(const QString& folder)
{
    qint64 bytes = 0;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        bytes += files.fileInfo().size();
    }
    return bytes;
}

} // namespace ccad
