// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "core/base/durable_writing.h"
#include "core/base/regular_file.h"
#include "core/base/sha256.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace ccad {

Result<QByteArray> readFile(const QString& path, qint64 maxBytes)
{
    const auto file = openRegularFile(path);
    if (!file)
        return file.error();
    return readWhole(*file, path, maxBytes);
}

Result<void> writeFileAtomically(const QString& path, const QByteArray& content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !writeWhole(file, content))
        return Error{ErrorCode::WriteFailed,
                     u"Cannot write %1: %2."_s.arg(path, file.errorString()), path};
    return commitDurably(file);
}

QString fittingFileName(const QString& name, const QString& suffix)
{
    constexpr qsizetype longestName = 255; // NAME_MAX, of ext4, xfs, btrfs and NFS alike
    const qsizetype room = longestName - QFile::encodeName(suffix).size();
    qsizetype first = 0;
    while (QFile::encodeName(name.mid(first)).size() > room)
        first += name[first].isHighSurrogate() ? 2 : 1;
    return name.mid(first) + suffix;
}

Error namedAsPeopleDo(Error error, const QString& path, const QString& file)
{
    const QString number = QFileInfo(path).fileName();
    QString name = QFileInfo(file).fileName();
    if (number == name)
        return error;
    // The archive is the first part of the way that is a file.
    for (qsizetype slash = file.indexOf(u'/', 1); slash > 0; slash = file.indexOf(u'/', slash + 1))
        if (const QFileInfo archive(file.left(slash)); archive.isFile()) {
            name = u"%1 of %2"_s.arg(file.mid(slash + 1), archive.fileName());
            break;
        }
    error.message.replace(path, name);
    error.message.replace(u"Cannot read %1"_s.arg(number), u"Cannot read %1"_s.arg(name));
    return error;
}

QString sha256Hex(const QByteArray& content)
{
    return QString::fromLatin1(sha256(content).toHex());
}

} // namespace ccad
