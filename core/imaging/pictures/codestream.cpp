// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/codestream.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

quint8 byteAt(const QByteArray& bytes, qint64 offset)
{
    return static_cast<quint8>(bytes[offset]);
}

quint16 u16At(const QByteArray& bytes, qint64 offset)
{
    return qFromBigEndian<quint16>(bytes.constData() + offset);
}

quint32 u32At(const QByteArray& bytes, qint64 offset)
{
    return qFromBigEndian<quint32>(bytes.constData() + offset);
}

} // namespace

bool isJpegFrameHeader(quint8 marker)
{
    return (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC)
        || marker == 0xF7;
}

std::optional<CodestreamInfo> jpegInfo(const QByteArray& stream)
{
    if (stream.size() < 4 || u16At(stream, 0) != 0xFFD8)
        return std::nullopt;
    qint64 position = 2;
    while (position + 4 <= stream.size()) {
        if (byteAt(stream, position) != 0xFF)
            return std::nullopt;
        const quint8 marker = byteAt(stream, position + 1);
        if (marker == 0xFF) { // fill byte
            ++position;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            position += 2;
            continue;
        }
        if (isJpegFrameHeader(marker)) {
            if (position + 10 > stream.size())
                return std::nullopt;
            return CodestreamInfo{u16At(stream, position + 7), u16At(stream, position + 5),
                                  byteAt(stream, position + 9), byteAt(stream, position + 4),
                                  false};
        }
        // Reserved ones are errors for libjpeg, and FF00 is no marker at all: whoever skipped a
        // length behind them would see other segments than the decoder.
        if (marker == 0xDA || marker == 0xD9 || marker < 0xC0)
            return std::nullopt;
        position += 2 + u16At(stream, position + 2);
    }
    return std::nullopt;
}

Result<void> checkScans(const QByteArray& stream)
{
    constexpr int most = 100;
    int scans = 0;
    // Bytes that are no marker are entropy-coded, or rubbish that libjpeg skips as well.
    for (qint64 at = stream.indexOf('\xFF', 2); at >= 0 && at + 4 <= stream.size();
         at = stream.indexOf('\xFF', at)) {
        const quint8 marker = byteAt(stream, at + 1);
        if (marker == 0xD9)
            break;
        if (marker == 0xDA && ++scans > most)
            return Error{
                ErrorCode::TooLarge, u"its JPEG stream has more than %1 scans"_s.arg(most), {}};
        const bool isFill = marker == 0xFF;
        const bool isAlone = marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        at += isFill ? 1 : isAlone ? 2 : 2 + u16At(stream, at + 2);
    }
    return {};
}

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
    const quint8 depth = byteAt(stream, siz + 34);
    info.bits = (depth & 0x7F) + 1;
    info.isSigned = (depth & 0x80) != 0;
    return info;
}

} // namespace ccad::imaging
