// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bombs.h"

#include <QtEndian>

#include <zlib.h>

#include <algorithm>
#include <vector>

namespace ccad::test {

namespace {

template <typename T> QByteArray little(T value)
{
    QByteArray bytes(sizeof(T), '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray big(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

/// A raw deflate stream of `first`, then of `block` so many times. Made quickly: what follows a
/// full flush does not depend on what came before, hence one block is repeated.
QByteArray deflatedBlocks(const QByteArray& first, const QByteArray& block, int times)
{
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib cannot be initialised");
    const auto pressed = [&stream](const QByteArray& bytes, int flush) {
        QByteArray out(static_cast<qsizetype>(deflateBound(&stream, uLong(bytes.size()))) + 64,
                       Qt::Uninitialized);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
        stream.avail_in = static_cast<uInt>(bytes.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, flush);
        out.resize(out.size() - static_cast<qsizetype>(stream.avail_out));
        return out;
    };
    const QByteArray begin = pressed(first, Z_FULL_FLUSH);
    const QByteArray repeated = pressed(block, Z_FULL_FLUSH);
    const QByteArray end = pressed({}, Z_FINISH);
    deflateEnd(&stream);
    return begin + repeated.repeated(times) + end;
}

QByteArray deflatedZeros(const QByteArray& first, int megabytes)
{
    return deflatedBlocks(first, QByteArray(1 << 20, '\0'), megabytes);
}

QByteArray metaElement(quint16 element, const QByteArray& uid)
{
    return QByteArray("\x02\0", 2) + little(element) + "UI"
        + little(static_cast<quint16>(uid.size())) + uid;
}

/// Preamble and meta header of a deflated file.
QByteArray deflatedBegin(const QByteArray& sopClass)
{
    const QByteArray meta
        = metaElement(0x0002, sopClass) + metaElement(0x0010, QByteArray("1.2.840.10008.1.2.1.99"));
    return QByteArray(128, '\0') + "DICM" + QByteArray("\x02\0\0\0UL\x04\0", 8)
        + little(static_cast<quint32>(meta.size())) + meta;
}

quint32 checksum(const QByteArray& bytes)
{
    return static_cast<quint32>(crc32(0, reinterpret_cast<const Bytef*>(bytes.constData()),
                                      static_cast<uInt>(bytes.size())));
}

/// CRC-32 of so many megabytes of zeros.
quint32 checksumOfZeros(int megabytes)
{
    const QByteArray megabyte(1 << 20, '\0');
    uLong crc = 0;
    for (int i = 0; i < megabytes; ++i)
        crc = crc32(crc, reinterpret_cast<const Bytef*>(megabyte.constData()),
                    static_cast<uInt>(megabyte.size()));
    return static_cast<quint32>(crc);
}

QByteArray chunk(const QByteArray& kind, const QByteArray& data)
{
    return big(static_cast<quint32>(data.size())) + kind + data + big(checksum(kind + data));
}

} // namespace

QByteArray inflatingPng(int side)
{
    const auto pixels = static_cast<quint32>(side);
    const QByteArray header
        = big(pixels) + big(pixels) + QByteArray::fromHex("0800000000"); // 8 bits, grey
    // A filter byte and the pixels of each row; the checksum at the end is not looked at before.
    const int megabytes = static_cast<int>((qint64{side} * (side + 1) >> 20) + 1);
    const QByteArray data = QByteArray::fromHex("78da") + deflatedZeros({}, megabytes) + big(1);
    return QByteArray::fromHex("89504e470d0a1a0a") + chunk("IHDR", header) + chunk("IDAT", data)
        + chunk("IEND", {});
}

QByteArray inflatingDicom(int megabytes)
{
    const QByteArray element = QByteArray("\x08\0\x60\0CS\x02\0DX", 10)
        + QByteArray("\x09\0\x10\x10OB\0\0", 8) + little(static_cast<quint32>(megabytes) << 20);
    return deflatedBegin(QByteArray("1.2.840.10008.5.1.4.1.1.1.1\0", 28))
        + deflatedZeros(element, megabytes);
}

QByteArray inflatingElements(int millions, bool isMediumIndex)
{
    constexpr int inBlock = 100000;
    const QByteArray elements = QByteArray("\x09\0\x10\x10LO\0\0", 8).repeated(inBlock);
    const QByteArray begin
        = deflatedBegin(isMediumIndex ? QByteArray("1.2.840.10008.1.3.10")
                                      : QByteArray("1.2.840.10008.5.1.4.1.1.1.1\0", 28));
    return begin
        + deflatedBlocks(QByteArray("\x08\0\x60\0CS\x02\0DX", 10), elements,
                         millions * (1000000 / inBlock));
}

QByteArray inflatingZip(int megabytes)
{
    const QByteArray name("picture.dcm");
    const QByteArray data = deflatedZeros({}, megabytes);
    const QByteArray common = little<quint16>(20) + little<quint16>(0) + little<quint16>(8)
        + little<quint16>(0) + little<quint16>(0x5421) + little(checksumOfZeros(megabytes))
        + little(static_cast<quint32>(data.size())) + little(static_cast<quint32>(megabytes) << 20)
        + little(static_cast<quint16>(name.size())) + little<quint16>(0);
    const QByteArray local = QByteArray("PK\x03\x04", 4) + common + name + data;
    const QByteArray directory
        = QByteArray("PK\x01\x02", 4) + little<quint16>(20) + common + QByteArray(14, '\0') + name;
    const QByteArray end = QByteArray("PK\x05\x06", 4) + QByteArray(4, '\0') + little<quint16>(1)
        + little<quint16>(1) + little(static_cast<quint32>(directory.size()))
        + little(static_cast<quint32>(local.size())) + little<quint16>(0);
    return local + directory + end;
}

QByteArray tiffWithCircle(const GrayImage8& image)
{
    struct Entry
    {
        quint16 tag;
        quint16 type; // 3: 16 bits, 4: 32 bits
        quint32 value;
    };
    constexpr quint32 directoryAt = 8;
    const auto bytes = static_cast<quint32>(image.pixels.size());
    std::vector<Entry> entries{{256, 4, static_cast<quint32>(image.width)},
                               {257, 4, static_cast<quint32>(image.height)},
                               {258, 3, 8},
                               {259, 3, 1},
                               {262, 3, 1},
                               {273, 4, 0},
                               {277, 3, 1},
                               {278, 4, static_cast<quint32>(image.height)},
                               {279, 4, bytes}};
    const auto count = static_cast<quint32>(entries.size());
    const quint32 pixelsAt = directoryAt + 2 + 12 * count + 4;
    QByteArray file
        = QByteArray("II*\0", 4) + little(directoryAt) + little(static_cast<quint16>(count));
    for (Entry& entry : entries)
        file += little(entry.tag) + little(entry.type) + little<quint32>(1)
            + little(entry.tag == 273 ? pixelsAt : entry.value);
    file += little(directoryAt); // the next directory: itself
    return file
        + QByteArray(reinterpret_cast<const char*>(image.pixels.data()),
                     static_cast<qsizetype>(bytes));
}

} // namespace ccad::test
