// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/picture_header.h"

#include "core/imaging/pictures/codestream.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Numbers of either byte order; what lies outside reads as 0.
class Numbers
{
public:
    Numbers(const QByteArray& bytes, bool bigEndian) : m_bytes(bytes), m_bigEndian(bigEndian) { }
    [[nodiscard]] quint16 u16(qint64 offset) const { return read<quint16>(offset); }
    [[nodiscard]] quint32 u32(qint64 offset) const { return read<quint32>(offset); }

private:
    template <typename T> [[nodiscard]] T read(qint64 offset) const
    {
        if (offset < 0 || offset + static_cast<qint64>(sizeof(T)) > m_bytes.size())
            return 0;
        const void* at = m_bytes.constData() + offset;
        return m_bigEndian ? qFromBigEndian<T>(at) : qFromLittleEndian<T>(at);
    }

    const QByteArray& m_bytes;
    bool m_bigEndian;
};

/// The first directory of a TIFF structure: a TIFF file, or the EXIF data of another format.
class TiffDirectory
{
public:
    explicit TiffDirectory(const QByteArray& bytes)
        : m_numbers(bytes, bytes.startsWith("MM")), m_offset(m_numbers.u32(4)),
          m_count(m_numbers.u16(m_offset))
    {
    }
    [[nodiscard]] qint64 value(quint16 tag) const
    {
        for (int i = 0; i < m_count; ++i) {
            const qint64 entry = m_offset + 2 + qint64{12} * i;
            if (m_numbers.u16(entry) != tag)
                continue;
            const bool isShort = m_numbers.u16(entry + 2) == 3;
            return isShort ? m_numbers.u16(entry + 8) : m_numbers.u32(entry + 8);
        }
        return 0;
    }
    [[nodiscard]] int orientation() const
    {
        const qint64 orientation = value(274);
        return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
    }
    /// Directories chained behind this one, counted up to a bound: a chain may be a circle.
    [[nodiscard]] int pages() const
    {
        int pages = 1;
        qint64 offset = m_offset;
        while (pages < 1000) {
            offset = m_numbers.u32(offset + 2 + qint64{12} * m_numbers.u16(offset));
            if (offset == 0)
                break;
            ++pages;
        }
        return pages;
    }

private:
    Numbers m_numbers;
    qint64 m_offset;
    int m_count;
};

Error cutOff()
{
    return broken(u"it ends within its header"_s);
}

Result<PictureHeader> readPng(const QByteArray& content)
{
    const Numbers numbers(content, true);
    if (content.size() < 33 || content.mid(12, 4) != "IHDR")
        return cutOff();
    PictureHeader header{numbers.u32(16), numbers.u32(20), 1, 1};
    qint64 position = 8;
    bool ends = false;
    while (position + 12 <= content.size() && !ends) {
        const QByteArray kind = content.mid(position + 4, 4);
        const qint64 length = numbers.u32(position);
        if (length > content.size() - position - 12)
            return broken(u"its chunk \"%1\" at offset %2 declares %3 bytes, but %4 remain"_s.arg(
                QString::fromLatin1(kind), QString::number(position), QString::number(length),
                QString::number(content.size() - position - 12)));
        if (kind == "eXIf")
            header.orientation = TiffDirectory(content.mid(position + 8, length)).orientation();
        ends = kind == "IEND";
        position += length + 12;
    }
    if (!ends)
        return broken(u"it ends without its last chunk"_s);
    return header;
}

struct JpegSegments
{
    int orientation = 1;
    qint64 scanOffset = -1; ///< of the first scan's marker
};

/// Walks the segments before the pixels: a thumbnail within one of them has markers of its own.
JpegSegments readJpegSegments(const QByteArray& content)
{
    JpegSegments segments;
    const Numbers numbers(content, true);
    qint64 position = 2;
    while (position + 4 <= content.size() && numbers.u16(position) >= 0xFF01) {
        const quint16 marker = numbers.u16(position);
        if (marker == 0xFFFF) { // fill byte
            ++position;
            continue;
        }
        if (marker == 0xFFDA) {
            segments.scanOffset = position;
            break;
        }
        const qint64 length = numbers.u16(position + 2);
        if (marker == 0xFFE1 && content.mid(position + 4, 6) == QByteArray("Exif\0\0", 6))
            segments.orientation
                = TiffDirectory(content.mid(position + 10, length - 8)).orientation();
        position += 2 + length;
    }
    return segments;
}

Result<PictureHeader> readJpeg(const QByteArray& content)
{
    const auto info = jpegInfo(content);
    if (!info)
        return broken(u"it has no frame header"_s);
    const JpegSegments segments = readJpegSegments(content);
    // libjpeg fills missing pixels with grey and succeeds.
    if (segments.scanOffset < 0
        || content.lastIndexOf(QByteArray::fromHex("ffd9")) < segments.scanOffset)
        return broken(u"it ends before its end-of-image marker"_s);
    if (auto ok = checkScans(content); !ok)
        return ok.error();
    return PictureHeader{info->width, info->height, segments.orientation, 1};
}

Result<PictureHeader> readBmp(const QByteArray& content)
{
    const Numbers numbers(content, false);
    if (content.size() < 26)
        return cutOff();
    const quint32 headerBytes = numbers.u32(14);
    PictureHeader header;
    int bits = 0;
    quint32 compression = 0;
    if (headerBytes == 12) {
        header.width = numbers.u16(18);
        header.height = numbers.u16(20);
        bits = numbers.u16(24);
    } else {
        header.width = static_cast<qint32>(numbers.u32(18));
        // A negative height means rows from top to bottom.
        header.height = std::abs(qint64{static_cast<qint32>(numbers.u32(22))});
        bits = numbers.u16(28);
        compression = numbers.u32(30);
    }
    const qint64 rowBytes = (header.width * bits + 31) / 32 * 4;
    const qint64 available = content.size() - numbers.u32(10);
    if ((compression == 0 || compression == 3) && rowBytes > 0
        && available / rowBytes < header.height)
        return broken(
            u"its pixels end after %1 of %2 rows"_s.arg(std::max<qint64>(available / rowBytes, 0))
                .arg(header.height));
    return header;
}

Result<PictureHeader> readTiff(const QByteArray& content)
{
    const Numbers numbers(content, content.startsWith("MM"));
    if (numbers.u16(2) == 43)
        return unsupported(u"it is a BigTIFF file, which is not supported"_s);
    const TiffDirectory directory(content);
    const PictureHeader header{directory.value(256), directory.value(257), directory.orientation(),
                               directory.pages()};
    if (header.width == 0 || header.height == 0)
        return broken(u"its image directory at offset %1 is missing or declares no size"_s.arg(
            numbers.u32(4)));
    return header;
}

} // namespace

std::optional<FileFormat> pictureFormat(const QByteArray& content)
{
    if (content.startsWith(QByteArray::fromHex("89504e470d0a1a0a")))
        return FileFormat::Png;
    if (content.startsWith(QByteArray::fromHex("ffd8ff")))
        return FileFormat::Jpeg;
    if (content.startsWith("BM"))
        return FileFormat::Bmp;
    for (const char* begin : {"49492a00", "4d4d002a", "49492b00", "4d4d002b"}) {
        if (content.startsWith(QByteArray::fromHex(begin)))
            return FileFormat::Tiff;
    }
    return std::nullopt;
}

Result<PictureHeader> readPictureHeader(const QByteArray& content, FileFormat format)
{
    switch (format) {
    case FileFormat::Png:
        return readPng(content);
    case FileFormat::Jpeg:
        return readJpeg(content);
    case FileFormat::Bmp:
        return readBmp(content);
    case FileFormat::Tiff:
        return readTiff(content);
    case FileFormat::Dicom:
        break;
    }
    return Error{ErrorCode::Internal, u"DICOM is no picture format"_s, {}};
}

} // namespace ccad::imaging
