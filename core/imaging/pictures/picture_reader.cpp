// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/picture_reader.h"

#include "core/imaging/blank_rows.h"
#include "core/imaging/display_lut.h"
#include "core/imaging/file_behind.h"
#include "core/imaging/noise_rows.h"
#include "core/imaging/pictures/codestream.h"
#include "core/imaging/pictures/internal/bmp_decoder.h"
#include "core/imaging/pictures/internal/picture_colour.h"
#include "core/imaging/pictures/internal/png_codec.h"
#include "core/imaging/pictures/internal/sample_range.h"
#include "core/imaging/pictures/internal/tiff_decoder.h"
#include "core/imaging/pictures/jpeg_codec.h"
#include "core/imaging/pictures/picture_header.h"
#include "core/imaging/square_pixels.h"

#include <opencv2/core.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Turns a picture upright by its EXIF orientation.
void turnUpright(cv::Mat& picture, int orientation)
{
    if (orientation >= 5)
        cv::transpose(picture, picture);
    switch (orientation) {
    case 2:
    case 6:
        cv::flip(picture, picture, 1);
        break;
    case 3:
    case 7:
        cv::flip(picture, picture, -1);
        break;
    case 4:
    case 8:
        cv::flip(picture, picture, 0);
        break;
    default:
        break;
    }
}

/// Puts a picture with an alpha channel over black; says so when that changes it.
void flattenAlpha(cv::Mat& picture, FileFormat format, ReaderNotes& notes)
{
    if (picture.channels() != 4)
        return;
    std::vector<cv::Mat> planes;
    cv::split(picture, planes);
    const cv::Mat alpha = planes.back();
    planes.pop_back();
    const double opaque = picture.depth() == CV_16U ? 65535 : 255;
    double low = 0;
    double high = 0;
    cv::minMaxLoc(alpha, &low, &high);
    // The fourth byte of a BMP pixel is mostly unused, and then zero.
    const bool unused = format == FileFormat::Bmp && high == 0;
    if (low < opaque && !unused) {
        for (cv::Mat& plane : planes)
            cv::multiply(plane, alpha, plane, 1 / opaque);
        notes.add(NoteCode::Transparent,
                  u"The picture is partly transparent; it is shown over black."_s);
    }
    cv::merge(planes, picture);
}

template <typename Sample> std::vector<std::uint16_t> widened(const cv::Mat& picture)
{
    std::vector<std::uint16_t> pixels;
    pixels.reserve(picture.total());
    for (int row = 0; row < picture.rows; ++row) {
        const auto* samples = picture.ptr<Sample>(row);
        pixels.insert(pixels.end(), samples, samples + picture.cols);
    }
    return pixels;
}

std::vector<std::uint16_t> toPixels(const cv::Mat& picture)
{
    return picture.depth() == CV_16U ? widened<std::uint16_t>(picture)
                                     : widened<std::uint8_t>(picture);
}

/// Looks for rows that were lost, before or after the file was compressed.
Result<void> checkRows(const cv::Mat& grey, ReaderNotes& notes)
{
    SampleRows rows;
    rows.columns = grey.cols;
    rows.rows = grey.rows;
    rows.count = rows.columns * rows.rows;
    rows.at = [&grey](qint64 i) {
        const auto row = static_cast<int>(i / grey.cols);
        const auto column = static_cast<int>(i % grey.cols);
        return grey.depth() == CV_16U ? double{1} * grey.at<std::uint16_t>(row, column)
                                      : double{1} * grey.at<std::uint8_t>(row, column);
    };
    if (auto ok = checkNoiseRows(rows, notes); !ok)
        return ok;
    return checkBlankRows(rows, {}, notes);
}

QString noteOnPages(const PictureHeader& header, FileFormat format)
{
    const QString what = format == FileFormat::Tiff ? u"pages"_s : u"pictures"_s;
    return header.page == 0
        ? u"The file holds %1 %2; only the first one is shown."_s.arg(header.pages).arg(what)
        : u"The file holds %1 pages, of which the first is a thumbnail; page %2 is shown."_s
              .arg(header.pages)
              .arg(header.page + 1);
}

/// The last chunk of a PNG file.
QByteArray pngEnd()
{
    return QByteArray::fromHex("0000000049454e44ae426082");
}

/// Empty unless all pixels are there, whether their end is marked or not.
Result<cv::Mat> decodeWholeJpeg(const QByteArray& content, int reduction, bool lacksEnd,
                                ReaderNotes& notes, const ReadGuard& guard)
{
    Result<cv::Mat> picture = cv::Mat();
    for (const QByteArray& ended : endedStreams(content, !lacksEnd)) {
        picture = decodeJpegPicture(ended, reduction, notes, guard);
        if (!picture || !picture->empty())
            break;
    }
    return picture;
}

/// Decodes with both sides divided by `reduction`, rounded up; above 1 for JPEG alone.
Result<cv::Mat> decodeAny(const QByteArray& content, FileFormat format, const PictureHeader& header,
                          int reduction, ReaderNotes& notes, const ReadGuard& guard)
{
    switch (format) {
    case FileFormat::Png:
        return header.lacksEnd ? decodePng(content + pngEnd(), guard) : decodePng(content, guard);
    case FileFormat::Jpeg:
        return decodeWholeJpeg(content, reduction, header.lacksEnd, notes, guard);
    case FileFormat::Bmp:
        return decodeBmp(content, notes, guard);
    case FileFormat::Tiff:
        return decodeTiff(content, header, notes, guard);
    case FileFormat::Dicom:
        break;
    }
    return cv::Mat();
}

Result<cv::Mat> decode(const QByteArray& content, FileFormat format, const PictureHeader& header,
                       int reduction, ReaderNotes& notes, const ReadGuard& guard)
{
    auto decoded = decodeAny(content, format, header, reduction, notes, guard);
    if (!decoded)
        return decoded;
    const cv::Mat& picture = *decoded;
    if (picture.empty() && header.lacksEnd)
        return format == FileFormat::Png ? broken(u"it ends without its last chunk"_s)
                                         : broken(u"it ends before its end-of-image marker"_s);
    if (picture.empty())
        return format == FileFormat::Jpeg
            ? broken(u"its pixels cannot be decoded as a whole: data are missing or damaged"_s)
            : broken(u"its pixels cannot be decoded"_s);
    const auto reduced = [reduction](qint64 side) { return (side + reduction - 1) / reduction; };
    if (picture.cols != reduced(header.width) || picture.rows != reduced(header.height))
        return broken(u"it declares %1 x %2 pixels, but holds %3 x %4"_s.arg(header.width)
                          .arg(header.height)
                          .arg(picture.cols)
                          .arg(picture.rows));
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    return decoded;
}

} // namespace

Result<ReducedRadiograph> readPicture(const QByteArray& content, FileFormat format,
                                      const ReadSize& size, const ReadGuard& guard)
{
    const auto header = readPictureHeader(content, format);
    if (!header)
        return header.error();
    if (auto ok = guard.checkSize(header->width, header->height); !ok)
        return ok.error();
    const int reduction
        = format == FileFormat::Jpeg ? jpegReduction(header->width, header->height, size) : 1;
    Radiograph radiograph;
    const QByteArray first
        = header->firstPageBytes > 0 ? content.left(header->firstPageBytes) : content;
    auto decoded = decode(first, format, *header, reduction, radiograph.notes, guard);
    if (!decoded)
        return decoded.error();
    radiograph.format = format;
    cv::Mat picture = *std::move(decoded);
    auto values = reduceDepth(picture, radiograph.notes);
    if (!values)
        return values.error();
    radiograph.valueScale = values->scale;
    radiograph.valueOffset = values->offset;
    if (header->lacksEnd)
        radiograph.notes.add(
            NoteCode::StreamMended,
            format == FileFormat::Png
                ? u"The PNG picture lacks its last chunk; all of its pixels are there."_s
                : u"The JPEG picture lacks its end marker; all of its pixels are there."_s);
    if (header->lacksScans)
        radiograph.notes.add(NoteCode::DataDamaged, missingScans());
    flattenAlpha(picture, format, radiograph.notes);
    reduceToGrey(picture, radiograph.notes);
    if (auto ok = checkRows(picture, radiograph.notes); !ok)
        return ok.error();
    turnUpright(picture, header->orientation);
    if (header->pages > 1)
        radiograph.notes.add(NoteCode::Frames, noteOnPages(*header, format));
    if (header->endOffset > 0)
        if (const QString note = noteOnFileBehind(content, header->endOffset); !note.isEmpty())
            radiograph.notes.add(NoteCode::Frames, note);

    radiograph.rows = picture.rows;
    radiograph.columns = picture.cols;
    radiograph.bits = picture.depth() == CV_16U ? bitDepth<16> : bitDepth<8>;
    radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(toPixels(picture));
    radiograph.initialVoi = automaticWindow(radiograph);
    const bool isTurned = header->orientation >= 5;
    const auto columns = static_cast<int>(isTurned ? header->height : header->width);
    const auto rows = static_cast<int>(isTurned ? header->width : header->height);
    radiograph.notes.add(NoteCode::LengthsCorrected, header->notes);
    ReducedRadiograph reduced{std::move(radiograph), columns, rows, reduction};
    const double shape = isTurned ? 1 / header->heightToWidth : header->heightToWidth;
    if (auto ok = makePixelsSquare(reduced, shape, guard); !ok)
        return ok.error();
    return reduced;
}

} // namespace ccad::imaging
