// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_padding.h"

#include "core/imaging/dicom/internal/dicom_items.h"

#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

struct Padding
{
    int first = 0;
    int last = 0;
};

/// Nearly all pixels, of different values: no page around a film is made of them.
bool coversPicture(const std::vector<std::uint16_t>& pixels, const Padding& padding)
{
    qint64 within = 0;
    int lowest = 65536;
    int highest = -1;
    for (const int pixel : pixels) {
        if (pixel < padding.first || pixel > padding.last)
            continue;
        ++within;
        lowest = std::min(lowest, pixel);
        highest = std::max(highest, pixel);
    }
    return lowest < highest && within * 100 >= static_cast<qint64>(pixels.size()) * 99;
}

} // namespace

void readPadding(Radiograph& radiograph, DcmDataset& dataset, const PixelFormat& format)
{
    const auto padding = word(dataset, DCM_PixelPaddingValue);
    const auto depth = BitDepth::of(format.bitsStored);
    if (!padding || !depth)
        return;
    const int lowest = format.isSigned ? -(1 << (format.bitsStored - 1)) : 0;
    const auto counted = [&](quint16 value) {
        return (format.isSigned ? int{static_cast<qint16>(value)} : int{value}) - lowest;
    };
    const int value = counted(*padding);
    const int limit = counted(word(dataset, DCM_PixelPaddingRangeLimit).value_or(*padding));
    const Padding range{std::clamp(std::min(value, limit), 0, 65535),
                        std::clamp(std::max(value, limit), 0, 65535)};
    if (std::max(value, limit) < 0 || range.first > depth->highest())
        return; // a value that no pixel can have
    if (coversPicture(*radiograph.pixels, range)) {
        radiograph.notes.add(
            NoteCode::ValuesCorrected,
            u"The file calls the values from %1 to %2 padding (Pixel Padding Value and Range "
            "Limit), which are nearly all of the picture; that was ignored."_s
                .arg(std::min(value, limit) + lowest)
                .arg(std::max(value, limit) + lowest));
        return;
    }
    radiograph.paddingFirst = static_cast<std::uint16_t>(range.first);
    radiograph.paddingLast = static_cast<std::uint16_t>(range.last);
}

} // namespace ccad::imaging
