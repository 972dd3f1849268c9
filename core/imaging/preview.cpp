// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/preview.h"

#include "core/imaging/dicom_reader.h"
#include "core/imaging/guarded_read.h"
#include "core/imaging/picture_header.h"
#include "core/imaging/picture_reader.h"

#include <opencv2/imgcodecs.hpp>

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <limits>

namespace ccad {

namespace imaging {

namespace {

std::uint64_t hashOf(const QByteArray& content)
{
    const QByteArray digest = QCryptographicHash::hash(content, QCryptographicHash::Blake2b_160);
    return qFromLittleEndian<quint64>(digest.constData());
}

/// The picture with each `step` x `step` pixels averaged; a rest at the far edges is left out.
GrayImage8 reduced(const GrayImage8& image, int step)
{
    GrayImage8 small{image.width / step, image.height / step, {}};
    small.pixels.reserve(static_cast<std::size_t>(small.width) * small.height);
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(small.width));
    const auto area = static_cast<std::uint32_t>(step * step);
    for (int y = 0; y < small.height; ++y) {
        std::fill(sums.begin(), sums.end(), area / 2);
        for (int row = y * step; row < (y + 1) * step; ++row) {
            const std::uint8_t* pixel
                = image.pixels.data() + static_cast<std::size_t>(row) * image.width;
            for (std::uint32_t& sum : sums)
                for (int i = 0; i < step; ++i)
                    sum += *pixel++;
        }
        for (const std::uint32_t sum : sums)
            small.pixels.push_back(static_cast<std::uint8_t>(sum / area));
    }
    return small;
}

GrayImage8 reducedTo(GrayImage8 image, int shorterSide)
{
    const int step = std::min(image.width, image.height) / shorterSide;
    return step < 2 ? image : reduced(image, step);
}

GrayImage8 displayed(const Radiograph& radiograph)
{
    // Pictures of 8 bits are display values already; a table for 65536 values takes longer.
    if (radiograph.format == FileFormat::Dicom || radiograph.bits > 8)
        return DisplayLut(radiograph, radiograph.initialVoi).apply8(radiograph);
    return {radiograph.columns,
            radiograph.rows,
            {radiograph.pixels->begin(), radiograph.pixels->end()}};
}

/// The largest reduction that a JPEG decoder does on its own and that leaves the shorter side.
int jpegReduction(const PictureHeader& header, int shorterSide)
{
    for (const int reduction : {8, 4, 2})
        if (std::min(header.width, header.height) / reduction >= shorterSide)
            return reduction;
    return 1;
}

Result<Preview> previewOfJpeg(const QByteArray& content, int shorterSide, const ReadGuard& guard)
{
    const auto header = readPictureHeader(content, FileFormat::Jpeg);
    if (!header)
        return header.error();
    if (auto ok = guard.checkSize(header->width, header->height); !ok)
        return ok.error();
    if (content.size() > std::numeric_limits<int>::max())
        return Error{ErrorCode::TooLarge, QStringLiteral("it is larger than 2 GiB"), {}};
    const int reduction = jpegReduction(*header, shorterSide);
    const int mode = reduction == 8 ? cv::IMREAD_REDUCED_GRAYSCALE_8
        : reduction == 4            ? cv::IMREAD_REDUCED_GRAYSCALE_4
        : reduction == 2            ? cv::IMREAD_REDUCED_GRAYSCALE_2
                                    : cv::IMREAD_GRAYSCALE;
    const cv::Mat bytes(1, static_cast<int>(content.size()), CV_8UC1,
                        const_cast<char*>(content.constData()));
    const cv::Mat picture = cv::imdecode(bytes, mode); // upright: OpenCV reads the orientation
    if (picture.empty())
        return broken(QStringLiteral("its pixels cannot be decoded"));
    const bool turned = header->orientation >= 5;
    Preview preview;
    preview.format = FileFormat::Jpeg;
    preview.columns = static_cast<int>(turned ? header->height : header->width);
    preview.rows = static_cast<int>(turned ? header->width : header->height);
    preview.image = {
        picture.cols, picture.rows, {picture.begin<std::uint8_t>(), picture.end<std::uint8_t>()}};
    return preview;
}

Preview previewOf(const Radiograph& radiograph)
{
    Preview preview;
    preview.image = displayed(radiograph);
    preview.columns = radiograph.columns;
    preview.rows = radiograph.rows;
    preview.format = radiograph.format;
    preview.patientId = radiograph.patientId;
    preview.viewText = radiograph.viewText;
    preview.refusal = radiograph.refusal;
    return preview;
}

Result<Preview> previewOfDicom(const QByteArray& content, int shorterSide, const ReadGuard& guard)
{
    const auto thinned = readThinnedDicom(content, shorterSide, guard);
    if (!thinned)
        return thinned.error();
    Preview preview = previewOf(thinned->radiograph);
    preview.columns = thinned->columns;
    preview.rows = thinned->rows;
    return preview;
}

Result<Preview> previewOf(const QByteArray& content, int shorterSide, const ReadGuard& guard)
{
    const auto format = recognise(content);
    if (!format)
        return format.error();
    if (*format == FileFormat::Dicom)
        return previewOfDicom(content, shorterSide, guard);
    if (*format == FileFormat::Jpeg)
        return previewOfJpeg(content, shorterSide, guard);
    const auto radiograph = readPicture(content, *format, guard);
    if (!radiograph)
        return radiograph.error();
    return previewOf(*radiograph);
}

} // namespace

} // namespace imaging

Result<Preview> readPreview(const QString& path, int shorterSide, const ReadLimits& limits,
                            const CancelToken& cancel)
{
    if (shorterSide < 1)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("A preview cannot have %1 pixels.").arg(shorterSide), path};
    const imaging::ReadGuard guard(limits, cancel);
    Preview preview;
    const auto done
        = imaging::readGuarded(path, guard, [&](const QByteArray& content) -> Result<void> {
              auto read = imaging::previewOf(content, shorterSide, guard);
              if (!read)
                  return read.error();
              preview = *std::move(read);
              preview.image = imaging::reducedTo(std::move(preview.image), shorterSide);
              preview.contentHash = imaging::hashOf(content);
              return {};
          });
    if (!done)
        return done.error();
    return preview;
}

} // namespace ccad
