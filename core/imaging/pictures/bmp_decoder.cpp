// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/bmp_decoder.h"

#include <QtEndian>

#include <array>
#include <cstdlib>
#include <cstring>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

using Colour = cv::Vec3b; ///< blue, green, red, as BMP has them

struct BmpHeader
{
    qint64 pixels = 0; ///< where they begin
    qint64 palette = 0;
    int colourBytes = 4; ///< of one in the palette
    int width = 0;
    int height = 0;
    bool topDown = false;
    int bits = 0;
    quint32 compression = 0;
    std::array<quint32, 3> masks{0x7c00, 0x03e0, 0x001f}; ///< red, green, blue of 16 bits

    [[nodiscard]] qint64 rowBytes() const { return (qint64{width} * bits + 31) / 32 * 4; }
};

template <typename T> T number(const QByteArray& content, qint64 offset)
{
    if (offset < 0 || offset + static_cast<qint64>(sizeof(T)) > content.size())
        return 0;
    return qFromLittleEndian<T>(content.constData() + offset);
}

BmpHeader headerOf(const QByteArray& content)
{
    constexpr qint64 fileHeader = 14;
    const auto headerBytes = number<quint32>(content, fileHeader);
    BmpHeader header;
    header.pixels = number<quint32>(content, 10);
    header.palette = fileHeader + headerBytes;
    if (headerBytes == 12) { // OS/2
        header.width = number<quint16>(content, 18);
        header.height = number<quint16>(content, 20);
        header.bits = number<quint16>(content, 24);
        header.colourBytes = 3;
        return header;
    }
    const auto height = number<qint32>(content, 22);
    header.width = number<qint32>(content, 18);
    header.topDown = height < 0;
    header.height = std::abs(height);
    header.bits = number<quint16>(content, 28);
    header.compression = number<quint32>(content, 30);
    if (header.compression == 3)
        for (int i = 0; i < 3; ++i)
            header.masks[static_cast<std::size_t>(i)] = number<quint32>(content, 54 + 4 * i);
    return header;
}

Colour fromPalette(const QByteArray& content, const BmpHeader& header, int index)
{
    const qint64 at = header.palette + qint64{index} * header.colourBytes;
    return {number<quint8>(content, at), number<quint8>(content, at + 1),
            number<quint8>(content, at + 2)};
}

std::uint8_t masked(quint32 word, quint32 mask)
{
    return mask == 0 ? 0 : static_cast<std::uint8_t>(quint64{word & mask} * 255 / mask);
}

/// Up to 8 bits an index into the palette; 16 bits by masks.
Colour colourAt(const QByteArray& content, const BmpHeader& header, qint64 row, int x)
{
    if (header.bits == 16) {
        const quint32 word = number<quint16>(content, row + 2 * qint64{x});
        return {masked(word, header.masks[2]), masked(word, header.masks[1]),
                masked(word, header.masks[0])};
    }
    const int perByte = 8 / header.bits;
    const int byte = number<quint8>(content, row + x / perByte);
    const int shift = 8 - header.bits * (x % perByte + 1);
    return fromPalette(content, header, byte >> shift & ((1 << header.bits) - 1));
}

bool isSupported(const BmpHeader& header)
{
    const bool plain = header.compression == 0;
    const bool bitFields = header.compression == 3 && (header.bits == 16 || header.bits == 32);
    switch (header.bits) {
    case 1:
    case 4:
    case 8:
    case 24:
        return plain;
    case 16:
    case 32:
        return plain || bitFields;
    default:
        return false;
    }
}

} // namespace

Result<cv::Mat> decodeBmp(const QByteArray& content)
{
    const BmpHeader header = headerOf(content);
    if (!isSupported(header))
        return unsupported(u"it is a BMP file of %1 bits with compression %2, which "
                           "is not supported"_s.arg(header.bits)
                               .arg(header.compression));
    if (header.width < 1
        || header.height < 1
        // A row of one pixel has four bytes already.
        // NOLINTNEXTLINE(clang-analyzer-core.DivideZero)
        || (content.size() - header.pixels) / header.rowBytes() < header.height)
        return broken(u"its pixels cannot be decoded"_s);
    cv::Mat picture(header.height, header.width, header.bits == 32 ? CV_8UC4 : CV_8UC3);
    for (int y = 0; y < header.height; ++y) {
        const qint64 row = header.pixels
            + header.rowBytes() * (header.topDown ? y : qint64{header.height} - 1 - y);
        if (header.bits >= 24) {
            std::memcpy(picture.ptr(y), content.constData() + row,
                        static_cast<std::size_t>(header.width) * picture.elemSize());
            continue;
        }
        for (int x = 0; x < header.width; ++x)
            picture.at<Colour>(y, x) = colourAt(content, header, row, x);
    }
    return picture;
}

} // namespace ccad::imaging
