// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a ZIP archive (APPNOTE 4.3.14 to 4.3.16), which says where its list of files begins.
#include "core/intake/internal/zip_end.h"

#include <QFile>
#include <QtEndian>

#include <algorithm>

namespace ccad {

namespace {

constexpr qint64 endBytes = 22; ///< of the record, without its comment
constexpr qint64 longestComment = 0xFFFF;
constexpr qint64 locatorBytes = 20; ///< of Zip64
constexpr qint64 end64Bytes = 56;
constexpr quint32 inZip64 = 0xFFFFFFFF; ///< says that the number stands in the Zip64 record

template <typename Number> Number numberAt(const QByteArray& bytes, qint64 offset)
{
    return qFromLittleEndian<Number>(bytes.constData() + offset);
}

/// Where the last end record begins whose comment fills the rest; -1: there is none.
qsizetype endIn(const QByteArray& tail)
{
    for (qsizetype at = tail.lastIndexOf("PK\x05\x06", tail.size() - endBytes); at >= 0;
         at = at > 0 ? tail.lastIndexOf("PK\x05\x06", at - 1) : -1)
        if (at + endBytes + numberAt<quint16>(tail, at + 20) <= tail.size())
            return at;
    return -1;
}

/// Bytes before an archive with Zip64 records: the locator stands right before the end record, and
/// the record that it points at right before the locator.
std::optional<qint64> bytesBeforeZip64(const QByteArray& tail, qsizetype end, qint64 endAt)
{
    const qsizetype locator = end - locatorBytes;
    if (locator < 0 || tail.mid(locator, 4) != "PK\x06\x07")
        return std::nullopt;
    const auto said = numberAt<quint64>(tail, locator + 8);
    const qint64 at = endAt - locatorBytes - end64Bytes;
    return said <= quint64(std::max<qint64>(at, 0)) ? std::optional(at - qint64(said))
                                                    : std::nullopt;
}

} // namespace

std::optional<qint64> bytesBeforeZip(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() < endBytes)
        return std::nullopt;
    const qint64 from = std::max<qint64>(file.size() - endBytes - longestComment - locatorBytes, 0);
    if (!file.seek(from))
        return std::nullopt;
    const QByteArray tail = file.read(endBytes + longestComment + locatorBytes);
    const qsizetype end = tail.size() < endBytes ? -1 : endIn(tail);
    if (end < 0)
        return std::nullopt;
    const auto listBytes = numberAt<quint32>(tail, end + 12);
    const auto listAt = numberAt<quint32>(tail, end + 16);
    if (listBytes == inZip64 || listAt == inZip64)
        return bytesBeforeZip64(tail, end, from + end);
    const qint64 before = from + end - listBytes - listAt;
    return before >= 0 ? std::optional(before) : std::nullopt;
}

} // namespace ccad
