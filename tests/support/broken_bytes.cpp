// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/broken_bytes.h"

#include <QtEndian>

#include <array>

namespace ccad::test {

namespace {

QByteArray u16(quint16 value)
{
    QByteArray bytes(2, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray u32(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

qsizetype find(const QByteArray& file, quint16 group, quint16 element)
{
    const qsizetype at = file.indexOf(u16(group) + u16(element), 128);
    if (at < 0)
        qFatal("The test file has no element (%04x,%04x)", group, element);
    return at;
}

quint32 bigCrc(const QByteArray& bytes)
{
    quint32 crc = 0xFFFFFFFF;
    for (const char c : bytes) {
        crc ^= static_cast<quint8>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    return ~crc;
}

} // namespace

QByteArray pngChunk(const QByteArray& kind, const QByteArray& data)
{
    QByteArray length(4, '\0');
    QByteArray crc(4, '\0');
    qToBigEndian(static_cast<quint32>(data.size()), length.data());
    qToBigEndian(bigCrc(kind + data), crc.data());
    return length + kind + data + crc;
}

QByteArray withLength(const QByteArray& file, quint16 group, quint16 element, quint32 length)
{
    QByteArray changed = file;
    const qsizetype at = find(file, group, element);
    const QByteArray vr = file.mid(at + 4, 2);
    const bool isLong = vr == "OB" || vr == "OW" || vr == "SQ" || vr == "UN";
    if (isLong)
        changed.replace(at + 8, 4, u32(length));
    else
        changed.replace(at + 6, 2, u16(static_cast<quint16>(length)));
    return changed;
}

QByteArray withWord(const QByteArray& file, quint16 group, quint16 element, quint16 value)
{
    QByteArray changed = file;
    changed.replace(find(file, group, element) + 8, 2, u16(value));
    return changed;
}

QByteArray nestedSequences(int depth, bool definedLength, bool explicitVr)
{
    const QByteArray modality = explicitVr ? u16(0x0008) + u16(0x0060) + "CS" + u16(2) + "DX"
                                           : u16(0x0008) + u16(0x0060) + u32(2) + "DX";
    const QByteArray sequence
        = u16(0x0008) + u16(0x2218) + (explicitVr ? QByteArray("SQ\0\0", 4) : QByteArray());
    const QByteArray item = u16(0xFFFE) + u16(0xE000);
    const QByteArray itemEnd = u16(0xFFFE) + u16(0xE00D) + u32(0);
    const QByteArray sequenceEnd = u16(0xFFFE) + u16(0xE0DD) + u32(0);
    if (!definedLength) {
        QByteArray bytes = modality;
        for (int i = 0; i < depth; ++i)
            bytes += sequence + u32(0xFFFFFFFF) + item + u32(0xFFFFFFFF);
        for (int i = 0; i < depth; ++i)
            bytes += itemEnd + sequenceEnd;
        return bytes;
    }
    // Built from the outside, since each length is known beforehand.
    const qsizetype level = sequence.size() + 4 + 8;
    QByteArray bytes = modality;
    for (int i = 0; i < depth; ++i) {
        const auto inside = static_cast<quint32>(level * (depth - 1 - i));
        bytes += sequence + u32(inside + 8) + item + u32(inside);
    }
    return bytes;
}

QByteArray pngBomb(quint32 width, quint32 height)
{
    QByteArray header(8, '\0');
    qToBigEndian(width, header.data());
    qToBigEndian(height, header.data() + 4);
    header += QByteArray::fromHex("1000000000"); // 16 bits, grey
    return QByteArray::fromHex("89504e470d0a1a0a") + pngChunk("IHDR", header)
        + pngChunk("IDAT", QByteArray::fromHex("789c030000000001")) + pngChunk("IEND", {});
}

} // namespace ccad::test
