// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/picture_reader.h"

#include "core/imaging/dicom_codestream.h"
#include "core/imaging/display_lut.h"
#include "core/imaging/jpeg_reduction.h"
#include "core/imaging/luminance.h"
#include "core/imaging/picture_header.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <limits>

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
void flattenAlpha(cv::Mat& picture, FileFormat format, QStringList& notes)
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
        notes << QStringLiteral("The picture is partly transparent; it is shown over black.");
    }
    cv::merge(planes, picture);
}

bool isGreyThroughout(const std::vector<cv::Mat>& planes)
{
    return cv::countNonZero(planes[0] != planes[1]) == 0
        && cv::countNonZero(planes[0] != planes[2]) == 0;
}

template <typename Sample> cv::Mat luminanceOf(const cv::Mat& picture)
{
    cv::Mat grey(picture.rows, picture.cols, CV_MAKETYPE(picture.depth(), 1));
    std::transform(picture.begin<cv::Vec<Sample, 3>>(), picture.end<cv::Vec<Sample, 3>>(),
                   grey.begin<Sample>(), [](const cv::Vec<Sample, 3>& blueGreenRed) {
                       return static_cast<Sample>(
                           luminance(blueGreenRed[2], blueGreenRed[1], blueGreenRed[0]));
                   });
    return grey;
}

void reduceToGrey(cv::Mat& picture, QStringList& notes)
{
    if (picture.channels() == 1)
        return;
    std::vector<cv::Mat> planes;
    cv::split(picture, planes);
    if (isGreyThroughout(planes)) {
        picture = planes[0];
        return;
    }
    picture = picture.depth() == CV_16U ? luminanceOf<std::uint16_t>(picture)
                                        : luminanceOf<std::uint8_t>(picture);
    notes << QStringLiteral("The picture is in colour; it is shown as luminance (Rec. 601).");
}

/// Depths other than 8 and 16 unsigned bits, which TIFF may have.
Result<void> reduceDepth(cv::Mat& picture, QStringList& notes)
{
    if (picture.depth() == CV_8U || picture.depth() == CV_16U)
        return {};
    if (picture.depth() == CV_8S || picture.depth() == CV_16S)
        return unsupported(
            QStringLiteral("its samples are signed, which is not supported in pictures"));
    cv::Mat reduced;
    cv::Mat numbers;
    picture.convertTo(numbers, CV_32F);
    cv::patchNaNs(numbers, 0);
    cv::normalize(numbers, reduced, 0, 65535, cv::NORM_MINMAX, CV_16U);
    picture = reduced;
    notes << QStringLiteral("The values of more than 16 bits were reduced to 16 bits.");
    return {};
}

std::vector<std::uint16_t> toPixels(const cv::Mat& picture)
{
    cv::Mat wide;
    picture.convertTo(wide, CV_16U);
    std::vector<std::uint16_t> pixels(wide.total());
    for (int row = 0; row < wide.rows; ++row)
        std::copy_n(wide.ptr<std::uint16_t>(row), wide.cols,
                    pixels.begin() + static_cast<std::ptrdiff_t>(row) * wide.cols);
    return pixels;
}

/// `reduction`: by which both sides are divided, rounded up; above 1 for JPEG alone.
Result<cv::Mat> decode(const QByteArray& content, const PictureHeader& header, int reduction,
                       const ReadGuard& guard)
{
    if (content.size() > std::numeric_limits<int>::max())
        return Error{ErrorCode::TooLarge, QStringLiteral("it is larger than 2 GiB"), {}};
    const cv::Mat bytes(1, static_cast<int>(content.size()), CV_8UC1,
                        const_cast<char*>(content.constData()));
    const auto isGrey = [&content] {
        const auto info = jpegInfo(content);
        return info && info->components == 1;
    };
    // Unchanged keeps depth and alpha.
    cv::Mat picture = cv::imdecode(
        bytes, reduction > 1 ? reducedMode(reduction, !isGrey()) : cv::IMREAD_UNCHANGED);
    if (picture.empty())
        return broken(QStringLiteral("its pixels cannot be decoded"));
    const auto reduced = [reduction](qint64 side) { return (side + reduction - 1) / reduction; };
    if (picture.total() != static_cast<std::size_t>(reduced(header.width) * reduced(header.height)))
        return broken(QStringLiteral("it declares %1 x %2 pixels, but holds %3 x %4")
                          .arg(header.width)
                          .arg(header.height)
                          .arg(picture.cols)
                          .arg(picture.rows));
    if (auto ok = guard.check(QStringLiteral("decoding")); !ok)
        return ok.error();
    return picture;
}

ReducedRadiograph whole(Radiograph radiograph)
{
    const int columns = radiograph.columns;
    const int rows = radiograph.rows;
    return {std::move(radiograph), columns, rows};
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
    auto decoded = decode(content, *header, reduction, guard);
    if (!decoded)
        return decoded.error();

    Radiograph radiograph;
    radiograph.format = format;
    cv::Mat picture = *std::move(decoded);
    if (auto ok = reduceDepth(picture, radiograph.notes); !ok)
        return ok.error();
    flattenAlpha(picture, format, radiograph.notes);
    reduceToGrey(picture, radiograph.notes);
    // OpenCV turns TIFF files itself, and the others only when it may also reduce their depth.
    if (format != FileFormat::Tiff)
        turnUpright(picture, header->orientation);
    if (header->pages > 1)
        radiograph.notes << QStringLiteral("The file holds %1 pages; only the first one is shown.")
                                .arg(header->pages);

    radiograph.rows = picture.rows;
    radiograph.columns = picture.cols;
    radiograph.bits = picture.depth() == CV_16U ? 16 : 8;
    radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(toPixels(picture));
    radiograph.initialVoi = automaticWindow(radiograph);
    const bool isTurned = header->orientation >= 5;
    const auto columns = static_cast<int>(isTurned ? header->height : header->width);
    const auto rows = static_cast<int>(isTurned ? header->width : header->height);
    if (reduction > 1)
        return ReducedRadiograph{std::move(radiograph), columns, rows};
    return whole(std::move(radiograph));
}

} // namespace ccad::imaging
