// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "core/base/sha256.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUuid>

namespace ccad {

Result<QByteArray> readFile(const QString& path, qint64 maxBytes)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::FileNotFound, QStringLiteral("There is no file %1.").arg(path),
                     path};
    // QFileInfo::isFile() is false for folders, FIFOs and devices: opening a FIFO would block.
    if (!info.isFile())
        return Error{ErrorCode::FileUnreadable,
                     QStringLiteral("%1 is not a regular file.").arg(path), path};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileUnreadable,
                     QStringLiteral("Cannot read %1: %2.").arg(path, file.errorString()), path};
    if (file.size() > maxBytes)
        return Error{
            ErrorCode::TooLarge,
            QStringLiteral("%1 is larger than the limit of %2 bytes.").arg(path).arg(maxBytes),
            path};
    // Not maxBytes: QFile sets a buffer of the size asked for aside.
    const QByteArray content = file.read(file.size());
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::FileUnreadable,
                     QStringLiteral("Cannot read %1: %2.").arg(path, file.errorString()), path};
    return content;
}

Result<void> writeFileAtomically(const QString& path, const QByteArray& content)
{
    QSaveFile file(path);
    const bool done
        = file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
    if (!done)
        return Error{ErrorCode::WriteFailed,
                     QStringLiteral("Cannot write %1: %2.").arg(path, file.errorString()), path};
    return {};
}

Result<void> writeFolderAtomically(const QString& path,
                                   const std::function<Result<void>(const QString&)>& fill)
{
    const QFileInfo target(QDir::cleanPath(path));
    const QString suffix = QUuid::createUuid().toString(QUuid::Id128).left(8);
    const QString fresh = target.absoluteFilePath() + QStringLiteral(".new-") + suffix;
    const QString old = target.absoluteFilePath() + QStringLiteral(".old-") + suffix;
    const auto failed = [&](const QString& why) {
        QDir(fresh).removeRecursively();
        return Error{ErrorCode::WriteFailed,
                     QStringLiteral("Cannot write the folder %1: %2.").arg(path, why), path};
    };

    if (!QDir().mkpath(fresh))
        return failed(QStringLiteral("it cannot be created"));
    if (auto filled = fill(fresh); !filled) {
        QDir(fresh).removeRecursively();
        return filled.error();
    }
    const bool replaces = target.exists();
    if (replaces && !QDir().rename(target.absoluteFilePath(), old))
        return failed(QStringLiteral("the old one cannot be moved away"));
    if (!QDir().rename(fresh, target.absoluteFilePath())) {
        if (replaces)
            QDir().rename(old, target.absoluteFilePath());
        return failed(QStringLiteral("the new one cannot be moved into place"));
    }
    if (replaces)
        QDir(old).removeRecursively();
    return {};
}

QString sha256Hex(const QByteArray& content)
{
    return QString::fromLatin1(sha256(content).toHex());
}

} // namespace ccad
