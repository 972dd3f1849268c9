// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/known_faults.h"

#include "tests/support/bombs.h"
#include "tests/support/broken_bytes.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

template <typename Number> QByteArray little(Number number)
{
    QByteArray bytes(sizeof(Number), '\0');
    qToLittleEndian(number, bytes.data());
    return bytes;
}

QByteArray big(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

/// What an IHDR chunk says behind the sides: bits, colour type, and whether rows are interlaced.
struct PngForm
{
    char bits = 8;
    char colours = 0;
    char interlaced = 0;
};

constexpr int side = 8;

/// 8 x 8 pixels; `rows` with their filter bytes, `before` are chunks before them.
QByteArray pngOf(const PngForm& form, const QByteArray& rows, const QByteArray& before = {})
{
    const QByteArray header
        = big(side) + big(side) + form.bits + form.colours + QByteArray(2, '\0') + form.interlaced;
    // qCompress puts a length before the data.
    return QByteArray::fromHex("89504e470d0a1a0a") + pngChunk("IHDR", header) + before
        + pngChunk("IDAT", qCompress(rows).mid(4)) + pngChunk("IEND", {});
}

QByteArray evenRows(char value)
{
    return (QByteArray(1, '\0') + QByteArray(side, value)).repeated(side);
}

/// The seven passes of Adam7 over 8 x 8 pixels of 16 bits.
QByteArray interlacedRows()
{
    struct Pass
    {
        int columns;
        int rows;
    };
    QByteArray data;
    for (const Pass& pass :
         {Pass{1, 1}, Pass{1, 1}, Pass{2, 1}, Pass{2, 2}, Pass{4, 2}, Pass{4, 4}, Pass{8, 4}})
        data += (QByteArray(1, '\0') + QByteArray(2 * pass.columns, '\x41')).repeated(pass.rows);
    return data;
}

QByteArray paletteOf(int entries)
{
    return pngChunk("PLTE", QByteArray(3 * entries, '\x50'));
}

struct TiffEntry
{
    quint16 tag;
    quint16 type; // 3: 16 bits, 4: 32 bits
    quint32 value;
};

/// A grey picture of 8 bits in one strip, whose directory ends where `pixels` begin.
QByteArray tiffOf(quint32 rows, quint32 stripBytes, const QByteArray& pixels)
{
    constexpr quint32 directoryAt = 8;
    const std::vector<TiffEntry> entries
        = {{256, 4, side}, {257, 4, rows}, {258, 3, 8},    {259, 3, 1},         {262, 3, 1},
           {273, 4, 0},    {277, 3, 1},    {278, 4, rows}, {279, 4, stripBytes}};
    const auto count = static_cast<quint32>(entries.size());
    const quint32 pixelsAt = directoryAt + 2 + 12 * count + 4;
    QByteArray file
        = QByteArray("II*\0", 4) + little(directoryAt) + little(static_cast<quint16>(count));
    for (const TiffEntry& entry : entries)
        file += little(entry.tag) + little(entry.type) + little<quint32>(1)
            + little(entry.tag == 273 ? pixelsAt : entry.value);
    return file + little<quint32>(0) + pixels;
}

GrayImage8 evenImage()
{
    return {side, side, std::vector<std::uint8_t>(side * side, 0x41)};
}

} // namespace

std::vector<KnownFault> knownPictureFaults()
{
    constexpr PngForm palette{8, 3, 0};
    const QByteArray gamma = pngChunk("gAMA", big(45455));
    const QByteArray pixels(side * side, '\x41');
    return {
        {"png-interlaced-of-16-bits", "libpng CVE-2025-65018, CVE-2026-22695",
         pngOf({16, 0, 1}, interlacedRows()), Expected::Good},
        {"png-palette-index-beyond-its-entries", "libpng CVE-2025-64505, CVE-2026-25646",
         pngOf(palette, evenRows('\xC8'), paletteOf(2)), Expected::Either},
        {"png-palette-with-transparency-and-gamma", "libpng CVE-2025-64720, CVE-2025-66293",
         pngOf(palette, evenRows('\x01'), gamma + paletteOf(4) + pngChunk("tRNS", "\x80\x40")),
         Expected::Good},
        {"png-more-transparency-than-colours", "libpng CVE-2026-33416",
         pngOf(palette, evenRows('\x01'), paletteOf(2) + pngChunk("tRNS", QByteArray(200, '\x20'))),
         Expected::Either},
        {"png-transparency-twice", "libpng CVE-2026-33416, CVE-2026-34757",
         pngOf(palette, evenRows('\x01'),
               paletteOf(4) + pngChunk("tRNS", "\x80") + paletteOf(2) + pngChunk("tRNS", "\x40")),
         Expected::Either},
        {"png-grey-to-fewer-bits", "libpng CVE-2025-64506",
         pngOf({16, 0, 0}, (QByteArray(1, '\0') + QByteArray(2 * side, '\x41')).repeated(side)),
         Expected::Good},
        {"tiff-rows-beyond-its-strip", "libtiff CVE-2025-9900", tiffOf(60000, 64, pixels)},
        {"tiff-strip-beyond-the-file", "libtiff CVE-2025-8851", tiffOf(side, 0xFFFFFFF0, pixels),
         Expected::Either},
        {"tiff-directories-in-a-circle", "libtiff CVE-2025-8961", tiffWithCircle(evenImage()),
         Expected::Either},
        {"portable-arbitrary-map", "Orthanc CVE-2026-5444",
         "P7\nWIDTH 65536\nHEIGHT 65537\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n",
         Expected::Bad, u"PBM, PGM or PPM"_s},
    };
}

} // namespace ccad::test
