// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "core/base/durable_writing.h"
#include "core/base/regular_file.h"
#include "core/base/sha256.h"

#include <QFile>
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
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
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

QString sha256Hex(const QByteArray& content)
{
    return QString::fromLatin1(sha256(content).toHex());
}

} // namespace ccad
