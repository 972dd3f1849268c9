// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace ccad::imaging {

/// How the pixels are written.
enum class BmpKind : quint32
{
    Rows = 0,
    Runs8 = 1,
    Runs4 = 2,
    Masks = 3,
    Jpeg = 4,
    Png = 5,
    MasksWithAlpha = 6
};

struct BmpHeader
{
    qint64 pixels = 0; ///< where they begin
    qint64 palette = 0;
    int colourBytes = 4; ///< of one in the palette
    int width = 0;
    int height = 0;
    bool topDown = false;
    bool isOs2 = false; ///< of version 2, in which some kinds mean something else
    int bits = 0;
    BmpKind kind = BmpKind::Rows;
    std::array<quint32, 3> masks{0x7c00, 0x03e0, 0x001f}; ///< red, green, blue of 16 bits

    qint64 end = 0; ///< of the pixels: that of the file, or where a colour profile begins

    [[nodiscard]] qint64 rowBytes() const { return (qint64{width} * bits + 31) / 32 * 4; }
    [[nodiscard]] bool hasMasks() const
    {
        return kind == BmpKind::Masks || kind == BmpKind::MasksWithAlpha;
    }
    /// How many colours lie between the header and the pixels.
    [[nodiscard]] qint64 colours() const
    {
        return std::clamp<qint64>((pixels - palette) / colourBytes, 0, qint64{1} << bits);
    }
    /// Those of the four bytes that pixels of 32 bits have without masks.
    [[nodiscard]] bool hasPlainMasks() const
    {
        return masks == std::array<quint32, 3>{0xff0000, 0x00ff00, 0x0000ff};
    }
};

/// Little endian; 0 where it lies outside.
template <typename T> T number(const QByteArray& content, qint64 offset)
{
    if (offset < 0 || offset + static_cast<qint64>(sizeof(T)) > content.size())
        return 0;
    return qFromLittleEndian<T>(content.constData() + offset);
}

} // namespace ccad::imaging
