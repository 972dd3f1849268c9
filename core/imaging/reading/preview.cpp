// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/preview.h"

#include "core/imaging/dicom/dicom_reader.h"
#include "core/imaging/pictures/picture_reader.h"
#include "core/imaging/reading/guarded_read.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

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
    if (radiograph.format == FileFormat::Dicom || radiograph.bits > bitDepth<8>)
        return DisplayLut(radiograph, radiograph.initialVoi).apply8(radiograph);
    return {radiograph.columns,
            radiograph.rows,
            {radiograph.pixels->begin(), radiograph.pixels->end()}};
}

Preview previewOf(const ReducedRadiograph& reduced)
{
    const Radiograph& radiograph = reduced.radiograph;
    Preview preview;
    preview.image = displayed(radiograph);
    preview.columns = reduced.columns;
    preview.rows = reduced.rows;
    preview.format = radiograph.format;
    preview.patientId = radiograph.patientId;
    preview.viewText = radiograph.viewText;
    preview.refusal = radiograph.refusal;
    return preview;
}

Result<Preview> previewOf(const QByteArray& content, int shorterSide, const ReadGuard& guard)
{
    const auto format = recognise(content);
    if (!format)
        return format.error();
    const auto reduced = *format == FileFormat::Dicom
        ? readThinnedDicom(content, shorterSide, guard)
        : readPicture(content, *format, {shorterSide}, guard);
    if (!reduced)
        return reduced.error();
    return previewOf(*reduced);
}

/// Reads a content into `preview`, which has to live as long.
ContentReader readerInto(Preview& preview, int shorterSide, const ReadGuard& guard)
{
    return [&preview, shorterSide, &guard](const QByteArray& content) -> Result<void> {
        auto read = previewOf(content, shorterSide, guard);
        if (!read)
            return read.error();
        preview = *std::move(read);
        preview.image = reducedTo(std::move(preview.image), shorterSide);
        preview.contentHash = hashOf(content);
        return {};
    };
}

} // namespace

} // namespace imaging

Result<Preview> readPreview(const QString& path, int shorterSide, const ReadLimits& limits,
                            const CancelToken& cancel)
{
    if (shorterSide < 1)
        return Error{ErrorCode::InvalidArgument,
                     u"A preview cannot have %1 pixels."_s.arg(shorterSide), path};
    const imaging::ReadGuard guard(limits, cancel);
    Preview preview;
    const auto done
        = imaging::readGuarded(path, guard, imaging::readerInto(preview, shorterSide, guard));
    if (!done)
        return done.error();
    return preview;
}

Result<Preview> readPreviewContent(const QByteArray& content, const QString& path, int shorterSide,
                                   const ReadLimits& limits)
{
    const imaging::ReadGuard guard(limits, {});
    Preview preview;
    const auto done = imaging::readGuarded(content, path, guard,
                                           imaging::readerInto(preview, shorterSide, guard));
    if (!done)
        return done.error();
    return preview;
}

} // namespace ccad
