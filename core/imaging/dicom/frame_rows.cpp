// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/frame_rows.h"

#include "core/imaging/blank_rows.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace ccad::imaging {

namespace {

double numberOf(std::uint32_t sample, bool isSigned, int bytes)
{
    if (!isSigned)
        return sample;
    switch (bytes) {
    case 1:
        return static_cast<qint8>(sample);
    case 2:
        return static_cast<qint16>(sample);
    default:
        return static_cast<qint32>(sample);
    }
}

double numberAt(const Frame& frame, qint64 index)
{
    return numberOf(frame.sample(static_cast<std::size_t>(index)), frame.format().isSigned,
                    frame.bytesPerSample());
}

BorderValues borderOf(const Frame& frame, DcmDataset& dataset)
{
    BorderValues border;
    border.isHighDark = frame.format().photometric == u"MONOCHROME1";
    if (const auto padding = word(dataset, DCM_PixelPaddingValue)) {
        const quint16 limit = word(dataset, DCM_PixelPaddingRangeLimit).value_or(*padding);
        const bool isSigned = frame.format().isSigned;
        std::tie(border.paddingFirst, border.paddingLast)
            = std::minmax({numberOf(*padding, isSigned, 2), numberOf(limit, isSigned, 2)});
    }
    return border;
}

/// One sample a pixel, or the sum of its colours. Of colours by plane each is a picture: what was
/// not written to its end lacks the last of them. Of YCbCr luminance alone is shown.
std::vector<SampleRows> picturesOf(const Frame& frame)
{
    const PixelFormat& format = frame.format();
    const qint64 count = format.pixelCount();
    const qint64 samples = format.samples;
    const bool isRgb = format.photometric == u"RGB";
    const auto rows = [&](const std::function<double(qint64)>& at) {
        return SampleRows{at, format.columns, format.rows, count};
    };
    if (samples == 3 && isRgb && !format.colorByPlane)
        return {rows([&frame](qint64 i) {
            return numberAt(frame, 3 * i) + numberAt(frame, 3 * i + 1) + numberAt(frame, 3 * i + 2);
        })};
    const qint64 step = format.colorByPlane ? 1 : samples;
    std::vector<SampleRows> pictures;
    for (qint64 plane = 0; plane < (samples == 3 && isRgb ? samples : 1); ++plane)
        pictures.push_back(rows([&frame, step, begin = plane * count](qint64 i) {
            return numberAt(frame, begin + i * step);
        }));
    return pictures;
}

} // namespace

Result<void> checkFrameRows(Frame& frame, DcmDataset& dataset)
{
    if (frame.bytesPerSample() == 0)
        return {}; // packed bits: a mask or a drawing
    const BorderValues border = borderOf(frame, dataset);
    ReaderNotes notes;
    for (const SampleRows& picture : picturesOf(frame)) {
        notes.clear();
        const auto checked = checkBlankRows(picture, border, notes, tagText(pixelDataTag));
        if (!checked)
            return checked;
        if (!notes.isEmpty())
            break;
    }
    frame.notes.add(notes);
    return {};
}

} // namespace ccad::imaging
