// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/used_tags.h"

#include "core/imaging/film_objects.h"

#include <algorithm>
#include <iterator>

namespace ccad::imaging {

namespace {

constexpr auto display = static_cast<unsigned>(TagUse::Display);
constexpr auto prediction = static_cast<unsigned>(TagUse::Prediction);
/// The network sees the picture as the screen does, so that a change of one changes the other.
constexpr unsigned both = display | prediction;
/// Words beside the picture: names of windows, units, the patient.
constexpr unsigned shown = 0;

constexpr quint32 modalityLuts = 0x00283000;
constexpr quint32 voiLuts = 0x00283010;
constexpr quint32 frameVoi = 0x00289132;
constexpr quint32 pixelMeasures = 0x00289110;
constexpr quint32 valueTransformation = 0x00289145;
constexpr quint32 viewCode = 0x00540220;
constexpr quint32 anatomicRegion = 0x00082218;
constexpr quint32 referencedSeries = 0x00081115;
constexpr quint32 referencedImages = 0x00081140;
constexpr quint32 sharedGroups = 0x52009229;
constexpr quint32 frameGroups = 0x52009230;

constexpr UsedTag used[] = {
    {0x00020002, prediction}, // Media Storage SOP Class UID: what is no picture is refused
    {0x00020010, both}, // Transfer Syntax UID
    {0x00080005, shown}, // Specific Character Set
    {0x00080016, prediction}, // SOP Class UID
    {0x00080018, shown}, // SOP Instance UID
    {0x00080020, prediction}, // Study Date: with the birth date, the age
    {0x00080060, prediction}, // Modality
    {0x00080068, prediction}, // Presentation Intent Type
    {0x00081030, prediction}, // Study Description: may name the view
    {0x0008103E, prediction}, // Series Description: likewise
    {anatomicRegion, prediction},
    {0x00080104, prediction, anatomicRegion}, // Code Meaning
    {referencedSeries, shown}, // of an object without a picture: the film that it is for
    {referencedImages, shown, referencedSeries},
    {0x00081155, shown, referencedImages}, // Referenced SOP Instance UID
    {checksumCreatorTag, shown, referencedImages}, // whose block the next one is in
    {checksumTag, shown, referencedImages}, // of the pixels that CCAD made the object for
    {0x00100010, shown}, // Patient's Name
    {0x00100020, shown}, // Patient ID
    {0x00100030, prediction}, // Patient's Birth Date
    {0x00100040, shown}, // Patient's Sex
    {0x00101010, prediction}, // Patient's Age
    {0x00180015, prediction}, // Body Part Examined
    {0x00181110, display}, // Distance Source to Detector
    {0x00181111, display}, // Distance Source to Patient
    {0x00181114, display}, // Estimated Radiographic Magnification Factor
    {0x00181164, both}, // Imager Pixel Spacing: the picture's shape as well as its size
    {0x00182010, both}, // Nominal Scanned Pixel Spacing
    {0x00185101, prediction}, // View Position
    {0x00200020, both}, // Patient Orientation: the markers, and what is seen from the side
    {0x00280002, both}, // Samples per Pixel
    {0x00280004, both}, // Photometric Interpretation
    {0x00280006, both}, // Planar Configuration
    {0x00280008, both}, // Number of Frames
    {0x00280010, both}, // Rows
    {0x00280011, both}, // Columns
    {0x00280030, both}, // Pixel Spacing
    {0x00280034, both}, // Pixel Aspect Ratio
    {0x00280100, both}, // Bits Allocated
    {0x00280101, both}, // Bits Stored
    {0x00280102, both}, // High Bit
    {0x00280103, both}, // Pixel Representation
    {0x00280120, both}, // Pixel Padding Value
    {0x00280121, both}, // Pixel Padding Range Limit
    {0x00280A02, display}, // Pixel Spacing Calibration Type
    {0x00280A04, display}, // Pixel Spacing Calibration Description
    {0x00281050, both}, // Window Center
    {0x00281051, both}, // Window Width
    {0x00281052, both}, // Rescale Intercept
    {0x00281053, both}, // Rescale Slope
    {0x00281054, shown}, // Rescale Type
    {0x00281055, shown}, // Window Center & Width Explanation
    {0x00281056, both}, // VOI LUT Function
    {0x00281101, both}, // Palette Color Lookup Table Descriptors, red, green, blue
    {0x00281102, both},
    {0x00281103, both},
    {0x00281201, both}, // Palette Color Lookup Table Data
    {0x00281202, both},
    {0x00281203, both},
    {0x00281221, both}, // Segmented Palette Color Lookup Table Data
    {0x00281222, both},
    {0x00281223, both},
    {modalityLuts, both},
    {0x00283002, both, modalityLuts}, // LUT Descriptor
    {0x00283003, shown, modalityLuts}, // LUT Explanation
    {0x00283004, shown, modalityLuts}, // Modality LUT Type
    {0x00283006, both, modalityLuts}, // LUT Data
    {voiLuts, both},
    {voiLuts, both, frameVoi},
    {0x00283002, both, voiLuts},
    {0x00283003, shown, voiLuts},
    {0x00283006, both, voiLuts},
    {viewCode, prediction},
    {0x00080100, prediction, viewCode}, // Code Value
    {0x00080104, prediction, viewCode},
    {0x20500020, both}, // Presentation LUT Shape
    {sharedGroups, both},
    {frameGroups, both},
    {pixelMeasures, both, sharedGroups},
    {pixelMeasures, both, frameGroups},
    {0x00280030, both, pixelMeasures},
    {valueTransformation, both, sharedGroups},
    {valueTransformation, both, frameGroups},
    {0x00281052, both, valueTransformation},
    {0x00281053, both, valueTransformation},
    {0x00281054, shown, valueTransformation},
    {frameVoi, both, sharedGroups},
    {frameVoi, both, frameGroups},
    {0x00281050, both, frameVoi},
    {0x00281051, both, frameVoi},
    {0x00281055, shown, frameVoi},
    {0x00281056, both, frameVoi},
    // The groups 6000, 6002 .. 601E; what lies in bits of the pixels is kept from the greys.
    {0x60000010, display}, // Overlay Rows
    {0x60000011, display}, // Overlay Columns
    {0x60000022, shown}, // Overlay Description
    {0x60000040, display}, // Overlay Type
    {0x60000050, display}, // Overlay Origin
    {0x60000051, display}, // Image Frame Origin
    {0x60000100, both}, // Overlay Bits Allocated
    {0x60000102, both}, // Overlay Bit Position
    {0x60001500, shown}, // Overlay Label
    {0x60003000, display}, // Overlay Data
    {0x7FE00008, prediction}, // Float Pixel Data: refused
    {0x7FE00009, prediction}, // Double Float Pixel Data: likewise
    {0x7FE00010, both}, // Pixel Data
};

/// The table has the first of the sixteen groups of overlays.
quint32 ofFirstGroup(quint32 tag)
{
    const quint32 first = tag & 0xFFE1FFFF;
    return first >> 16 == 0x6000 ? first : tag;
}

/// The entry, or nullptr.
const UsedTag* find(quint32 asked, quint32 within)
{
    const quint32 tag = ofFirstGroup(asked);
    const auto it = std::find_if(std::begin(used), std::end(used), [&](const UsedTag& row) {
        return row.tag == tag && row.within == within;
    });
    return it == std::end(used) ? nullptr : &*it;
}

} // namespace

std::span<const UsedTag> usedTags()
{
    return used;
}

bool isRead(quint32 tag, quint32 within)
{
    return find(tag, within) != nullptr;
}

bool holdsRead(quint32 sequence)
{
    return std::any_of(std::begin(used), std::end(used),
                       [sequence](const UsedTag& row) { return row.within == sequence; });
}

unsigned useOf(quint32 tag, quint32 within)
{
    const UsedTag* row = find(tag, within);
    return row ? row->use : 0;
}

} // namespace ccad::imaging
