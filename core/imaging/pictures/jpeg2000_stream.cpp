// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/codestream.h"

#include <QHash>
#include <QtEndian>

namespace ccad::imaging {

namespace {

constexpr quint16 startOfTilePart = 0xFF90;
constexpr quint16 endOfCodestream = 0xFFD9;
constexpr quint16 tileParts = 0xFF93; ///< SOD, behind which no more markers come

quint16 u16At(const QByteArray& bytes, qint64 offset)
{
    return qFromBigEndian<quint16>(bytes.constData() + offset);
}

quint32 u32At(const QByteArray& bytes, qint64 offset)
{
    return qFromBigEndian<quint32>(bytes.constData() + offset);
}

bool has(const QByteArray& bytes, qint64 offset, qint64 count)
{
    return offset + count <= bytes.size();
}

/// The tile-parts of one tile that were met, and how many it declares (0: it has not yet).
struct Tile
{
    int met = 0;
    int declared = 0;
};

/// The number of tiles by SIZ (T.800 B-5); 0 for an impossible one.
qint64 tilesOf(const QByteArray& stream)
{
    constexpr qint64 siz = 8; // behind SOC, marker, length and capabilities
    if (!has(stream, siz, 34))
        return 0;
    const auto across = [&stream](qint64 side) -> qint64 {
        const qint64 end = u32At(stream, siz + side);
        const qint64 tile = u32At(stream, siz + 16 + side);
        const qint64 first = u32At(stream, siz + 24 + side);
        return tile < 1 || end <= first ? 0 : (end - first + tile - 1) / tile;
    };
    constexpr qint64 most = 65535;
    const qint64 columns = across(0);
    const qint64 rows = across(4);
    return columns > most || rows > most || columns * rows > most ? 0 : columns * rows;
}

/// Where the marker `wanted` stands behind marker segments that begin at `position`, or -1.
qint64 behindSegments(const QByteArray& stream, qint64 position, quint16 wanted)
{
    while (has(stream, position, 2)) {
        const quint16 marker = u16At(stream, position);
        if (marker == wanted)
            return position;
        if (marker < 0xFF00 || marker == tileParts || marker == endOfCodestream
            || !has(stream, position, 4))
            return -1;
        position += 2 + u16At(stream, position + 2);
    }
    return -1;
}

/// Where the packets of a tile-part begin.
qint64 dataOf(const QByteArray& stream, qint64 tilePart, qint64 end)
{
    const qint64 marker = behindSegments(stream, tilePart, tileParts);
    return marker < 0 || marker + 2 > end ? end : marker + 2;
}

/// The end of a last tile-part that declares no length: that of the stream without its end marker,
/// behind which there may be padding; -1 without the marker.
qint64 endBeforeMarker(const QByteArray& stream)
{
    qint64 end = stream.size();
    while (end > 0 && stream[end - 1] == '\0')
        --end;
    return end >= 2 && u16At(stream, end - 2) == endOfCodestream ? end - 2 : -1;
}

} // namespace

qint64 jpeg2000Offset(const QByteArray& stream)
{
    static const QByteArray begin = QByteArray::fromHex("ff4fff51");
    if (stream.startsWith(begin))
        return 0;
    // Some writers wrap the codestream into a JP2 file, against PS3.5 A.4.4.
    if (stream.mid(4, 4) != "jP  ")
        return -1;
    return stream.indexOf(begin);
}

std::optional<CodestreamInfo> jpeg2000Info(const QByteArray& stream)
{
    const qint64 begin = jpeg2000Offset(stream);
    if (begin < 0 || begin + 43 > stream.size())
        return std::nullopt;
    // SOC (2 bytes), SIZ marker, length, capabilities, then Xsiz, Ysiz, XOsiz, YOsiz (T.800 A.5.1).
    const qint64 siz = begin + 8;
    CodestreamInfo info;
    info.width = qint64{u32At(stream, siz)} - u32At(stream, siz + 8);
    info.height = qint64{u32At(stream, siz + 4)} - u32At(stream, siz + 12);
    info.components = u16At(stream, siz + 32);
    const auto depth = static_cast<quint8>(stream[siz + 34]);
    info.bits = (depth & 0x7F) + 1;
    info.isSigned = (depth & 0x80) != 0;
    return info;
}

qint64 zerosBefore(const QByteArray& bytes, qint64 end)
{
    qint64 begin = end;
    while (begin > 0 && bytes[begin - 1] == '\0')
        --begin;
    return end - begin;
}

Jpeg2000Tiles jpeg2000Tiles(const QByteArray& codestream)
{
    Jpeg2000Tiles found;
    const qint64 count = tilesOf(codestream);
    qint64 position = behindSegments(codestream, 2, startOfTilePart);
    if (count == 0 || position < 0)
        return found;
    QHash<int, Tile> tiles;
    while (has(codestream, position, 12) && u16At(codestream, position) == startOfTilePart) {
        const int index = u16At(codestream, position + 4);
        const qint64 length = u32At(codestream, position + 6);
        Tile& tile = tiles[index];
        const auto part = static_cast<quint8>(codestream[position + 10]);
        const auto declared = static_cast<quint8>(codestream[position + 11]);
        const qint64 end = length == 0 ? endBeforeMarker(codestream) : position + length;
        if (index >= count || part != tile.met || (length != 0 && length < 14)
            || end < position + 14 || end > codestream.size())
            return found;
        ++tile.met;
        tile.declared = std::max<int>(tile.declared, declared);
        found.parts.push_back({position, dataOf(codestream, position, end), end});
        position = end;
    }
    found.endOffset = position;
    found.hasEnd = has(codestream, position, 2) && u16At(codestream, position) == endOfCodestream;
    found.areWhole = tiles.size() == count;
    for (const Tile& tile : std::as_const(tiles)) {
        // Without a declared number, only the end marker tells that no tile-part is missing.
        const bool isWhole = tile.declared > 0 ? tile.met >= tile.declared : found.hasEnd;
        found.areWhole = found.areWhole && isWhole;
    }
    // Where the end marker is missing, zeros before it stand for data that were never written.
    constexpr qint64 most = 8;
    if (!found.hasEnd && zerosBefore(codestream, position) > most)
        found.areWhole = false;
    return found;
}

} // namespace ccad::imaging
