// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "core/base/regular_file.h"
#include "core/base/sha256.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace ccad {

Result<QByteArray> readFile(const QString& path, qint64 maxBytes)
{
    QFile file(path);
    if (auto opened = openRegularFile(file); !opened)
        return opened.error();
    if (file.size() > maxBytes)
        return Error{ErrorCode::TooLarge,
                     u"%1 is larger than the limit of %2 bytes."_s.arg(path).arg(maxBytes), path};
    // Not maxBytes: QFile sets a buffer of the size asked for aside.
    const QByteArray content = file.read(file.size());
    if (file.error() != QFileDevice::NoError)
        return unreadable(file);
    return content;
}

Result<void> writeFileAtomically(const QString& path, const QByteArray& content)
{
    QSaveFile file(path);
    const bool done
        = file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
    if (!done)
        return Error{ErrorCode::WriteFailed,
                     u"Cannot write %1: %2."_s.arg(path, file.errorString()), path};
    return {};
}

Result<void> writeFolderAtomically(const QString& path,
                                   const std::function<Result<void>(const QString&)>& fill)
{
    const QFileInfo target(QDir::cleanPath(path));
    const QString suffix = QUuid::createUuid().toString(QUuid::Id128).left(8);
    const QString fresh = target.absoluteFilePath() + u".new-"_s + suffix;
    const QString old = target.absoluteFilePath() + u".old-"_s + suffix;
    const auto failed = [&](const QString& why) {
        QDir(fresh).removeRecursively();
        return Error{ErrorCode::WriteFailed, u"Cannot write the folder %1: %2."_s.arg(path, why),
                     path};
    };

    if (!QDir().mkpath(fresh))
        return failed(u"it cannot be created"_s);
    if (auto filled = fill(fresh); !filled) {
        QDir(fresh).removeRecursively();
        return filled.error();
    }
    const bool replaces = target.exists();
    if (replaces && !QDir().rename(target.absoluteFilePath(), old))
        return failed(u"the old one cannot be moved away"_s);
    if (!QDir().rename(fresh, target.absoluteFilePath())) {
        if (replaces)
            QDir().rename(old, target.absoluteFilePath());
        return failed(u"the new one cannot be moved into place"_s);
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
