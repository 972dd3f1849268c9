// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/picture_header.h"

#include "core/imaging/pictures/codestream.h"
#include "core/imaging/pictures/internal/tiff_directory.h"
#include "core/imaging/square_pixels.h"

#include <QtEndian>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Takes the shape of pixels from what the parts of a file say of their resolution. Programs that
/// do not know a resolution write 0, or 1 by 1, which says nothing of a contradiction either.
void takeShape(PictureHeader& header, const std::vector<Resolution>& resolutions)
{
    std::optional<double> shape;
    for (const Resolution& said : resolutions) {
        const bool isUnknown
            = !(said.across > 0 && said.down > 0) || (said.across == 1 && said.down == 1);
        if (isUnknown)
            continue;
        const double heightToWidth = said.across / said.down;
        if (shapeOf(heightToWidth) == PixelShape::Absurd) {
            header.notes << u"The file's resolution was ignored: by it pixels would be %1."_s.arg(
                shapeWords(heightToWidth));
        } else if (!shape) {
            shape = heightToWidth;
        } else if (!isSameShape(*shape, heightToWidth)) {
            header.notes
                << u"The file contradicts itself: by its resolutions pixels are %1, or %2. "
                   "They are taken as square."_s.arg(shapeWords(*shape), shapeWords(heightToWidth));
            return;
        }
    }
    header.heightToWidth = shape.value_or(1);
}

Error cutOff()
{
    return broken(u"it ends within its header"_s);
}

Result<PictureHeader> readPng(const QByteArray& content)
{
    const Numbers numbers(content, true);
    if (content.size() < 33 || content.mid(12, 4) != "IHDR")
        return cutOff();
    PictureHeader header;
    header.width = numbers.u32(16);
    header.height = numbers.u32(20);
    std::vector<Resolution> resolutions;
    qint64 position = 8;
    bool ends = false;
    bool hasPixels = false;
    while (position + 12 <= content.size() && !ends) {
        const QByteArray kind = content.mid(position + 4, 4);
        const qint64 length = numbers.u32(position);
        if (length > content.size() - position - 12)
            return broken(u"its chunk \"%1\" at offset %2 declares %3 bytes, but %4 remain"_s.arg(
                QString::fromLatin1(kind), QString::number(position), QString::number(length),
                QString::number(content.size() - position - 12)));
        if (kind == "eXIf") {
            const QByteArray exif = content.mid(position + 8, length);
            header.orientation = TiffDirectory(exif).orientation();
            resolutions.push_back(TiffDirectory(exif).resolution());
        }
        if (kind == "pHYs" && length >= 8)
            resolutions.push_back(
                {double{1} * numbers.u32(position + 8), double{1} * numbers.u32(position + 12)});
        if (kind == "acTL" && length >= 8) // of an animation
            header.pages
                = static_cast<int>(std::clamp<quint32>(numbers.u32(position + 8), 1, 9999));
        hasPixels = hasPixels || kind == "IDAT";
        ends = kind == "IEND";
        position += length + 12;
    }
    if (!ends && !hasPixels)
        return broken(u"it ends without its last chunk"_s);
    header.lacksEnd = !ends;
    header.endOffset = ends ? position : 0;
    header.firstPageBytes = ends ? 0 : position; // without what there is of the next chunk
    takeShape(header, resolutions);
    return header;
}

struct JpegSegments
{
    int orientation = 1;
    std::vector<Resolution> resolutions; ///< of JFIF and EXIF
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
        if (marker == 0xFFDA)
            break;
        const qint64 length = numbers.u16(position + 2);
        if (marker == 0xFFE1 && content.mid(position + 4, 6) == QByteArray("Exif\0\0", 6)) {
            const QByteArray exif = content.mid(position + 10, length - 8);
            segments.orientation = TiffDirectory(exif).orientation();
            segments.resolutions.push_back(TiffDirectory(exif).resolution());
        }
        // Its unit, which may be none, says nothing of the shape.
        if (marker == 0xFFE0 && length >= 14
            && content.mid(position + 4, 5) == QByteArray("JFIF", 5))
            segments.resolutions.push_back(
                {double{1} * numbers.u16(position + 12), double{1} * numbers.u16(position + 14)});
        position += 2 + length;
    }
    return segments;
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
    if (scans->hasEnd && scans->lacksCoefficients)
        return broken(u"it ends before its last scan"_s);
    if (!scans->mayBeWhole(info->components))
        return broken(u"it ends before its end-of-image marker"_s);
    const JpegSegments segments = readJpegSegments(content);
    PictureHeader header;
    header.width = info->width;
    header.height = info->height;
    header.orientation = segments.orientation;
    header.lacksEnd = !scans->hasEnd;
    header.lacksScans = scans->lacksBits;
    const std::vector<qint64> streams = streamsIn(content);
    header.pages = static_cast<int>(streams.size());
    if (header.pages > 1)
        header.firstPageBytes = streams[1];
    takeShape(header, segments.resolutions);
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
        if (headerBytes >= 40)
            takeShape(header,
                      {{double{1} * static_cast<qint32>(numbers.u32(38)),
                        double{1} * static_cast<qint32>(numbers.u32(42))}});
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

/// Where a second TIFF file begins behind the first; 0: nowhere. Where the first one ends, its
/// directory does not say, so that only a directory with a picture tells a file from chance.
qint64 secondTiff(const QByteArray& content)
{
    constexpr int looks = 16; // at places that begin as one
    constexpr quint16 stripOffsets = 273;
    constexpr quint16 tileOffsets = 324;
    const QByteArray begin = content.left(4);
    qint64 at = content.indexOf(begin, 8);
    for (int look = 0; at > 0 && look < looks; ++look, at = content.indexOf(begin, at + 4)) {
        const QByteArray rest = content.mid(at);
        const TiffDirectory directory(rest);
        const bool hasPieces
            = directory.countOf(stripOffsets) > 0 || directory.countOf(tileOffsets) > 0;
        if (hasPieces && directory.value(256) > 0 && directory.value(257) > 0)
            return at;
    }
    return 0;
}

Result<PictureHeader> readTiff(const QByteArray& content)
{
    const std::vector<TiffDirectory> pages = directoriesOf(content);
    const auto page = pictureAmong(pages);
    if (!page)
        return unsupported(u"its pages hold a thumbnail alone; the picture itself lies in a place "
                           "that is not supported"_s);
    const TiffDirectory& directory = pages[static_cast<std::size_t>(*page)];
    PictureHeader header;
    header.page = *page;
    header.width = directory.value(256);
    header.height = directory.value(257);
    header.orientation = directory.orientation();
    header.pages = static_cast<int>(pages.size());
    header.endOffset = secondTiff(content);
    constexpr quint16 stripOffsets = 273;
    constexpr quint16 stripByteCounts = 279;
    constexpr quint16 tileOffsets = 324;
    header.pieces = std::max(directory.countOf(stripOffsets), directory.countOf(tileOffsets));
    if (directory.countOf(stripByteCounts) == 1)
        header.stripBytes = directory.value(stripByteCounts);
    takeShape(header, {directory.resolution()});
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
