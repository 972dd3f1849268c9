// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/jpeg2000_damage.h"

#include "core/imaging/pictures/codestream.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <string_view>

namespace ccad::imaging {

namespace {

/// Flags of a code-block style (T.800 table A.19; T.814 for high throughput).
constexpr quint8 bypass = 0x01;
constexpr quint8 terminateEach = 0x04;
constexpr quint8 predictableTermination = 0x10;
constexpr quint8 highThroughput = 0x40;

quint16 u16At(const QByteArray& bytes, qint64 offset)
{
    return qFromBigEndian<quint16>(bytes.constData() + offset);
}

/// Calls `take` with the offset of each code-block style in the marker segments from `begin` to
/// `end`: those of all components (COD), and of one of them (COC).
void forEachStyle(const QByteArray& stream, qint64 begin, qint64 end,
                  const std::function<void(qint64)>& take)
{
    constexpr quint16 cod = 0xFF52;
    constexpr quint16 coc = 0xFF53;
    constexpr qint64 components = 40; // Csiz
    const bool hasManyComponents = stream.size() > 42 && u16At(stream, components) > 256;
    for (qint64 at = begin; at + 4 <= end;) {
        const quint16 marker = u16At(stream, at);
        const qint64 style = marker == cod ? at + 12
            : marker == coc                ? at + (hasManyComponents ? 10 : 9)
                                           : end;
        if (style < end)
            take(style);
        at += 2 + u16At(stream, at + 2);
    }
}

void forEachStyle(const QByteArray& stream, const Jpeg2000Tiles& tiles,
                  const std::function<void(qint64)>& take)
{
    if (tiles.parts.empty())
        return;
    forEachStyle(stream, 2, tiles.parts.front().begin, take);
    for (const Jpeg2000TilePart& part : tiles.parts)
        forEachStyle(stream, part.begin, part.data, take);
}

/// All flags that some block of the stream has.
quint8 stylesOf(const QByteArray& stream, const Jpeg2000Tiles& tiles)
{
    quint8 styles = 0;
    forEachStyle(stream, tiles, [&](qint64 at) { styles |= static_cast<quint8>(stream[at]); });
    return styles;
}

/// Behind FF, data have a byte of at most 8F, so that nobody takes them for a marker (T.800 B.10.1,
/// C.2.2). Two markers may stand among packets.
bool hasMarkerCode(const QByteArray& stream, const Jpeg2000TilePart& part, bool mayMarkPackets)
{
    constexpr quint8 mostOfData = 0x8F;
    constexpr quint8 startOfPacket = 0x91;
    constexpr quint8 endOfPacketHeader = 0x92;
    for (qint64 at = stream.indexOf('\xFF', part.data); at >= 0 && at + 1 < part.end;
         at = stream.indexOf('\xFF', at + 1)) {
        const auto next = static_cast<quint8>(stream[at + 1]);
        const bool isMark = next == startOfPacket || next == endOfPacketHeader;
        if (next > mostOfData && !(isMark && mayMarkPackets))
            return true;
    }
    return false;
}

bool hasRunOfZeros(const QByteArray& stream, const Jpeg2000TilePart& part)
{
    static const QByteArray zeros(256, '\0');
    const qint64 at = stream.indexOf(zeros, part.data);
    return at >= 0 && at + zeros.size() <= part.end;
}

bool hasRunOfOneByte(const QByteArray& stream, const Jpeg2000TilePart& part)
{
    constexpr qint64 most = 24;
    qint64 run = 1;
    for (qint64 at = part.data + 1; at < part.end; ++at) {
        run = stream[at] == stream[at - 1] ? run + 1 : 1;
        if (run > most)
            return true;
    }
    return false;
}

} // namespace

void Jpeg2000Damage::hear(const char* message)
{
    constexpr std::array<std::string_view, 5> impossible
        = {"Malformed HT codeblock", "A malformed codeblock", "read: segment too long",
           "Not enough space for ", "Expected EPH marker"};
    const std::string_view said(message);
    isCertain = isCertain
        || std::any_of(impossible.begin(), impossible.end(),
                       [&](std::string_view begin) { return said.starts_with(begin); });
    int bytes = 0;
    if (std::sscanf(message, "PTERM check failure: %d", &bytes) != 1)
        return;
    farthest = std::max(farthest, bytes);
    ++blocks;
}

QByteArray tellingBlockEnds(const QByteArray& codestream)
{
    QByteArray telling = codestream;
    forEachStyle(codestream, jpeg2000Tiles(codestream), [&](qint64 at) {
        const auto style = static_cast<quint8>(codestream[at]);
        if ((style & highThroughput) == 0)
            telling[at] = static_cast<char>(style | predictableTermination);
    });
    return telling;
}

bool hasSuspiciousBytes(const QByteArray& codestream)
{
    const Jpeg2000Tiles tiles = jpeg2000Tiles(codestream);
    return std::any_of(tiles.parts.begin(), tiles.parts.end(), [&](const Jpeg2000TilePart& part) {
        return hasMarkerCode(codestream, part, true) || hasRunOfOneByte(codestream, part);
    });
}

bool hasImpossibleBytes(const QByteArray& codestream)
{
    const Jpeg2000Tiles tiles = jpeg2000Tiles(codestream);
    const quint8 styles = stylesOf(codestream, tiles);
    if ((styles & (bypass | terminateEach | highThroughput)) == 0)
        return false;
    // Within a block of high throughput, the marks of packets would end the program, too.
    const bool mayMarkPackets = (styles & highThroughput) == 0;
    return std::any_of(tiles.parts.begin(), tiles.parts.end(), [&](const Jpeg2000TilePart& part) {
        return hasMarkerCode(codestream, part, mayMarkPackets) || hasRunOfZeros(codestream, part);
    });
}

} // namespace ccad::imaging
