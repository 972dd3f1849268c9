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
    /// One beyond any file reads as 0, too, so that sums of a few do not overflow.
    [[nodiscard]] qint64 u64(qint64 offset) const
    {
        const auto number = read<quint64>(offset);
        return number < quint64{1} << 62 ? static_cast<qint64>(number) : 0;
    }

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

/// The first directory of a TIFF structure: a TIFF or BigTIFF file, or the EXIF data of another
/// format.
class TiffDirectory
{
public:
    explicit TiffDirectory(const QByteArray& bytes)
        : m_numbers(bytes, bytes.startsWith("MM")), m_isBig(m_numbers.u16(2) == 43),
          m_offset(m_isBig ? m_numbers.u64(8) : m_numbers.u32(4)), m_count(countAt(m_offset))
    {
    }
    [[nodiscard]] qint64 offset() const { return m_offset; }
    [[nodiscard]] qint64 value(quint16 tag) const
    {
        const qint64 number = m_isBig ? 12 : 8; // within an entry
        for (qint64 i = 0; i < m_count; ++i) {
            const qint64 entry = m_offset + countBytes() + entryBytes() * i;
            if (m_numbers.u16(entry) != tag)
                continue;
            const quint16 type = m_numbers.u16(entry + 2);
            constexpr quint16 word = 3;
            constexpr quint16 wide = 16; // of BigTIFF alone
            return type == word ? m_numbers.u16(entry + number)
                : type == wide  ? m_numbers.u64(entry + number)
                                : m_numbers.u32(entry + number);
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
            const qint64 next = offset + countBytes() + entryBytes() * countAt(offset);
            offset = m_isBig ? m_numbers.u64(next) : m_numbers.u32(next);
            if (offset == 0)
                break;
            ++pages;
        }
        return pages;
    }

private:
    [[nodiscard]] qint64 countBytes() const { return m_isBig ? 8 : 2; }
    [[nodiscard]] qint64 entryBytes() const { return m_isBig ? 20 : 12; }
    /// No directory has more entries than there are tags.
    [[nodiscard]] qint64 countAt(qint64 offset) const
    {
        return m_isBig ? std::min<qint64>(m_numbers.u64(offset), 65535) : m_numbers.u16(offset);
    }

    Numbers m_numbers;
    bool m_isBig;
    qint64 m_offset;
    qint64 m_count;
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
            return broken(u"its chunk \"%1\" at offset %2 declares %3 bytes, but %4 remain"_s
                              .arg(QString::fromLatin1(kind))
                              .arg(position)
                              .arg(length)
                              .arg(content.size() - position - 12));
        if (kind == "eXIf")
            header.orientation = TiffDirectory(content.mid(position + 8, length)).orientation();
        ends = kind == "IEND";
        position += length + 12;
    }
    if (!ends)
        return broken(u"it ends without its last chunk"_s);
    return header;
}

/// Walks the segments before the pixels: a thumbnail within one of them has markers of its own.
int orientationOfJpeg(const QByteArray& content)
{
    int orientation = 1;
    const Numbers numbers(content, true);
    qint64 position = 2;
    while (position + 4 <= content.size() && numbers.u16(position) >= 0xFF01) {
        const quint16 marker = numbers.u16(position);
        if (marker == 0xFFFF) { // fill byte
            ++position;
            continue;
        }
        if (marker == 0xFFDA)
            break;
        const qint64 length = numbers.u16(position + 2);
        if (marker == 0xFFE1 && content.mid(position + 4, 6) == QByteArray("Exif\0\0", 6))
            orientation = TiffDirectory(content.mid(position + 10, length - 8)).orientation();
        position += 2 + length;
    }
    return orientation;
}

/// Kinds of JPEG that libjpeg does not decode.
Result<void> checkKind(const CodestreamInfo& info)
{
    const quint8 marker = info.frameMarker;
    if (marker == 0xF7)
        return unsupported(u"it is a JPEG-LS picture, which is read within DICOM alone"_s);
    if (marker == 0xC3 || marker == 0xC7 || marker == 0xCB || marker == 0xCF)
        return unsupported(u"it is a lossless JPEG picture, which is read within DICOM alone"_s);
    if (marker == 0xC5 || marker == 0xC6 || marker == 0xCD || marker == 0xCE)
        return unsupported(u"it is a hierarchical JPEG picture, which is not supported"_s);
    if (info.bits != 8)
        return unsupported(
            u"it is a JPEG picture of %1 bits, which is read within DICOM alone"_s.arg(info.bits));
    return {};
}

Result<PictureHeader> readJpeg(const QByteArray& content)
{
    const auto info = jpegInfo(content);
    if (!info)
        return broken(u"it has no frame header"_s);
    if (auto ok = checkKind(*info); !ok)
        return ok.error();
    const auto scans = jpegScans(content);
    if (!scans)
        return scans.error();
    if (!scans->mayBeWhole(info->components))
        return broken(u"it ends before its end-of-image marker"_s);
    PictureHeader header{info->width, info->height, orientationOfJpeg(content), 1};
    header.lacksEnd = !scans->hasEnd;
    return header;
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
    const bool isOs2 = headerBytes == 64; // where 3 means something else
    const bool hasRows = compression == 0 || compression == 6 || (compression == 3 && !isOs2);
    if (hasRows && rowBytes > 0 && available / rowBytes < header.height)
        return broken(
            u"its pixels end after %1 of %2 rows"_s.arg(std::max<qint64>(available / rowBytes, 0))
                .arg(header.height));
    return header;
}

Result<PictureHeader> readTiff(const QByteArray& content)
{
    const TiffDirectory directory(content);
    const PictureHeader header{directory.value(256), directory.value(257), directory.orientation(),
                               directory.pages()};
    if (header.width == 0 || header.height == 0)
        return broken(u"its image directory at offset %1 is missing or declares no size"_s.arg(
            directory.offset()));
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
