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

/// What the end of an archive says.
struct ZipEndSays
{
    qint64 before = 0; ///< bytes in front of the archive; below 0: some are missing
    qint64 listAt = 0; ///< from the file's beginning
    qint64 listBytes = 0; ///< 0 where a Zip64 record says it
};

/// Of the archive that ends in front of `fileEnd`.
std::optional<ZipEndSays> endInFrontOf(QFile& file, qint64 fileEnd)
{
    if (fileEnd < endBytes)
        return std::nullopt;
    const qint64 from = std::max<qint64>(fileEnd - endBytes - longestComment - locatorBytes, 0);
    if (!file.seek(from))
        return std::nullopt;
    const QByteArray tail = file.read(fileEnd - from);
    const qsizetype end = tail.size() < endBytes ? -1 : endIn(tail);
    if (end < 0)
        return std::nullopt;
    const auto listBytes = numberAt<quint32>(tail, end + 12);
    const auto listAt = numberAt<quint32>(tail, end + 16);
    if (listBytes == inZip64 || listAt == inZip64) {
        const auto before = bytesBeforeZip64(tail, end, from + end);
        return before ? std::optional(ZipEndSays{*before, 0, 0}) : std::nullopt;
    }
    // The list stands right in front of the end, whatever that says of where it begins.
    const qint64 list = from + end - listBytes;
    return ZipEndSays{list - listAt, list, qint64{listBytes}};
}

/// Where the first member of the archive begins: some programs count the bytes in front as its own.
qint64 firstMemberOf(QFile& file, const ZipEndSays& end)
{
    constexpr qint64 longestList = qint64{64} << 20;
    constexpr qsizetype headerBytes = 46;
    if (end.listBytes == 0 || end.listBytes > longestList || !file.seek(end.listAt))
        return end.before;
    const QByteArray list = file.read(end.listBytes);
    qint64 first = end.listAt;
    for (qsizetype at = 0; at + headerBytes <= list.size() && list.mid(at, 4) == "PK\x01\x02";) {
        const auto member = numberAt<quint32>(list, at + 42);
        if (member != inZip64)
            first = std::min(first, end.before + qint64{member});
        else
            return end.before;
        at += headerBytes + numberAt<quint16>(list, at + 28) + numberAt<quint16>(list, at + 30)
            + numberAt<quint16>(list, at + 32);
    }
    return first;
}

QByteArray firstNameOf(QFile& file, const ZipEndSays& end)
{
    constexpr qsizetype headerBytes = 46;
    if (end.listBytes < headerBytes || !file.seek(end.listAt))
        return {};
    const QByteArray header = file.read(headerBytes);
    return header.size() < headerBytes ? QByteArray() : file.read(numberAt<quint16>(header, 28));
}

bool beginsWith(QFile& file, qint64 offset, QByteArrayView signature)
{
    return file.seek(offset) && file.read(signature.size()) == signature;
}

} // namespace

std::optional<qint64> bytesBeforeZip(const QString& path)
{
    QFile file(path);
    const auto end
        = file.open(QIODevice::ReadOnly) ? endInFrontOf(file, file.size()) : std::nullopt;
    return end && end->before >= 0 ? std::optional(end->before) : std::nullopt;
}

ZipParts zipPartsOf(const QString& path)
{
    constexpr std::size_t mostParts = 100;
    ZipParts found;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return found;
    for (qint64 fileEnd = file.size(); fileEnd > 0 && found.parts.size() < mostParts;) {
        const auto end = endInFrontOf(file, fileEnd);
        // A self-extractor has the signature among its instructions; a list has members.
        const bool isArchive
            = end && (found.parts.empty() || beginsWith(file, end->listAt, "PK\x01\x02"));
        // One that lost its beginning cannot be opened, but is there.
        if (isArchive && end->before < 0 && !found.parts.empty())
            found.hasMoreInFront = true;
        if (!isArchive || end->before < 0)
            break;
        if (found.parts.empty())
            found.firstName = firstNameOf(file, *end);
        found.parts.push_back({end->before, fileEnd - end->before});
        const qint64 front = firstMemberOf(file, *end);
        fileEnd = front < fileEnd ? front : 0;
        found.hasMoreInFront = fileEnd > 0 && beginsWith(file, 0, "PK\x03\x04");
    }
    return found;
}

} // namespace ccad
