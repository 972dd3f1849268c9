// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/codestream.h"
#include "core/imaging/pictures/internal/segments.h"

namespace ccad::imaging {

namespace {

bool isJpegKind(std::optional<Compression> compression)
{
    return compression == Compression::Jpeg || compression == Compression::JpegLs;
}

bool isJpeg2000Kind(std::optional<Compression> compression)
{
    return compression == Compression::Jpeg2000
        || compression == Compression::HighThroughputJpeg2000;
}

} // namespace

std::optional<bool> isReversibleJpeg2000(const QByteArray& stream)
{
    const qint64 begin = jpeg2000Offset(stream);
    std::optional<bool> isReversible;
    if (begin < 0)
        return isReversible;
    constexpr quint8 codingStyle = 0x52;
    constexpr quint8 startOfTilePart = 0x90;
    constexpr qsizetype transformation = 9; // 0 is irreversible (T.800 A.6.1)
    forEachSegment(stream, begin + 2, [&](const Segment& segment) {
        if (segment.marker == codingStyle && segment.content.size() > transformation)
            isReversible = at(segment.content, transformation) == 1;
        return !isReversible && segment.marker != startOfTilePart;
    });
    return isReversible;
}

std::optional<bool> isLosslessJpegLs(const QByteArray& stream)
{
    std::optional<bool> isLossless;
    constexpr quint8 startOfScan = 0xDA;
    forEachSegment(stream, 2, [&](const Segment& segment) {
        if (segment.marker != startOfScan)
            return true;
        // Two bytes a component, then NEAR (T.87 C.2.3).
        isLossless = at(segment.content, 1 + 2 * at(segment.content, 0)) == 0;
        return false;
    });
    return isLossless;
}

std::vector<qint64> streamsIn(const QByteArray& stream)
{
    static const QByteArray endOfImage = QByteArray::fromHex("ffd9");
    std::vector<qint64> begins{0};
    const auto first = compressionOf(stream);
    if (!isJpegKind(first) && !isJpeg2000Kind(first))
        return begins;
    // No encoder writes the code of a marker among data. A thumbnail in a segment before them ends
    // with one, but no other stream follows it.
    for (qint64 end = stream.indexOf(endOfImage); end >= 0;
         end = stream.indexOf(endOfImage, end + 1)) {
        const qint64 behind = end + endOfImage.size();
        const QByteArray rest
            = QByteArray::fromRawData(stream.constData() + behind, stream.size() - behind);
        const qint64 begin = codestreamOffset(rest);
        if (begin < 0)
            continue;
        const auto other = compressionOf(rest);
        if ((isJpegKind(first) && isJpegKind(other) && jpegInfo(rest.mid(begin)))
            || (isJpeg2000Kind(first) && isJpeg2000Kind(other)))
            begins.push_back(behind + begin);
    }
    return begins;
}

} // namespace ccad::imaging
