// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/picture_resolutions.h"

#include "tests/support/broken_bytes.h"

#include <QtEndian>

namespace ccad::test {

namespace {

template <typename T> QByteArray little(T number)
{
    QByteArray bytes(sizeof(T), '\0');
    qToLittleEndian(number, bytes.data());
    return bytes;
}

template <typename T> QByteArray big(T number)
{
    QByteArray bytes(sizeof(T), '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray bytesOf(const GrayImage8& image)
{
    return {reinterpret_cast<const char*>(image.pixels.data()),
            static_cast<qsizetype>(image.pixels.size())};
}

/// An entry of a TIFF directory with one value of 16 (type 3) or 32 bits (type 4), or with the
/// place of a ratio (type 5).
QByteArray entry(quint16 tag, quint16 type, quint32 value)
{
    const QByteArray held
        = type == 3 ? little(static_cast<quint16>(value)) + QByteArray(2, '\0') : little(value);
    return little(tag) + little(type) + little(quint32{1}) + held;
}

QByteArray ratio(quint32 above)
{
    return little(above) + little(quint32{1});
}

} // namespace

QByteArray withPngResolution(const QByteArray& png, FileResolution resolution)
{
    constexpr qsizetype behindHeader = 33;
    QByteArray changed = png;
    const QByteArray perMetre(1, '\1');
    changed.insert(behindHeader,
                   pngChunk("pHYs", big(resolution.across) + big(resolution.down) + perMetre));
    return changed;
}

QByteArray withJfifDensity(const QByteArray& jpeg, FileResolution resolution, quint8 unit)
{
    const qsizetype header = jpeg.indexOf(QByteArray("JFIF", 5));
    if (header < 0)
        qFatal("The test file has no JFIF header");
    QByteArray changed = jpeg;
    changed[header + 7] = static_cast<char>(unit);
    changed.replace(header + 8, 4,
                    big(static_cast<quint16>(resolution.across))
                        + big(static_cast<quint16>(resolution.down)));
    return changed;
}

QByteArray withExifResolution(const QByteArray& jpeg, FileResolution resolution,
                              quint16 orientation)
{
    constexpr quint32 behindDirectory = 8 + 2 + 3 * 12 + 4;
    const QByteArray tiff = QByteArray("II*\0", 4) + little(quint32{8}) + little(quint16{3})
        + entry(274, 3, orientation) + entry(282, 5, behindDirectory)
        + entry(283, 5, behindDirectory + 8) + little(quint32{0}) + ratio(resolution.across)
        + ratio(resolution.down);
    const QByteArray body = QByteArray("Exif\0\0", 6) + tiff;
    QByteArray changed = jpeg;
    changed.insert(2,
                   QByteArray::fromHex("ffe1") + big(static_cast<quint16>(body.size() + 2)) + body);
    return changed;
}

QByteArray bmpOf(const GrayImage8& image, FileResolution resolution)
{
    constexpr quint32 pixelsAt = 14 + 40 + 4 * 256;
    const auto rowBytes = static_cast<qsizetype>((image.width + 3) / 4 * 4);
    QByteArray palette;
    for (int grey = 0; grey < 256; ++grey)
        palette += QByteArray(3, static_cast<char>(grey)) + '\0';
    QByteArray rows;
    for (int row = image.height - 1; row >= 0; --row)
        rows += bytesOf(image)
                    .mid(qsizetype{row} * image.width, image.width)
                    .leftJustified(rowBytes, '\0');
    return "BM" + little(static_cast<quint32>(pixelsAt + rows.size())) + little(quint32{0})
        + little(pixelsAt) + little(quint32{40}) + little(qint32{image.width})
        + little(qint32{image.height}) + little(quint16{1}) + little(quint16{8})
        + little(quint32{0}) + little(static_cast<quint32>(rows.size())) + little(resolution.across)
        + little(resolution.down) + little(quint32{256}) + little(quint32{0}) + palette + rows;
}

QByteArray tiffOf(const GrayImage8& image, FileResolution resolution)
{
    constexpr quint16 entries = 10;
    constexpr quint32 behindDirectory = 8 + 2 + entries * 12 + 4;
    const auto count = static_cast<quint32>(image.pixels.size());
    const auto rows = static_cast<quint32>(image.height);
    return QByteArray("II*\0", 4) + little(quint32{8}) + little(entries)
        + entry(256, 4, static_cast<quint32>(image.width)) + entry(257, 4, rows) + entry(258, 3, 8)
        + entry(259, 3, 1) + entry(262, 3, 1) + entry(273, 4, behindDirectory + 16)
        + entry(278, 4, rows) + entry(279, 4, count) + entry(282, 5, behindDirectory)
        + entry(283, 5, behindDirectory + 8) + little(quint32{0}) + ratio(resolution.across)
        + ratio(resolution.down) + bytesOf(image);
}

} // namespace ccad::test
