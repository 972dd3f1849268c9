// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/internal/tag_marks.h"

#include <algorithm>
#include <iterator>

namespace ccad::imaging {

namespace {

constexpr auto display = static_cast<unsigned>(TagUse::Display);
constexpr auto prediction = static_cast<unsigned>(TagUse::Prediction);
/// The network sees the picture as the screen does, so that what changes the one changes the other.
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
    {0x00100010, shown}, // Patient's Name
    {0x00100020, shown}, // Patient ID
    {0x00100030, prediction}, // Patient's Birth Date
    {0x00100040, shown}, // Patient's Sex
    {0x00101010, prediction}, // Patient's Age
    {0x00180015, prediction}, // Body Part Examined
    {0x00181164, display}, // Imager Pixel Spacing
    {0x00182010, display}, // Nominal Scanned Pixel Spacing
    {0x00185101, prediction}, // View Position
    {0x00200020, both}, // Patient Orientation: the markers, and what is seen from the side
    {0x00280002, both}, // Samples per Pixel
    {0x00280004, both}, // Photometric Interpretation
    {0x00280006, both}, // Planar Configuration
    {0x00280008, both}, // Number of Frames
    {0x00280010, both}, // Rows
    {0x00280011, both}, // Columns
    {0x00280030, display}, // Pixel Spacing
    {0x00280100, both}, // Bits Allocated
    {0x00280101, both}, // Bits Stored
    {0x00280102, both}, // High Bit
    {0x00280103, both}, // Pixel Representation
    {0x00280120, both}, // Pixel Padding Value
    {0x00280121, both}, // Pixel Padding Range Limit
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
    {pixelMeasures, display, sharedGroups},
    {pixelMeasures, display, frameGroups},
    {0x00280030, display, pixelMeasures},
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
    {0x7FE00008, prediction}, // Float Pixel Data: refused
    {0x7FE00009, prediction}, // Double Float Pixel Data: likewise
    {0x7FE00010, both}, // Pixel Data
};

/// Of Table E.1-1 in PS3.15, what is text about people, places and cases beyond names and dates;
/// in ascending order. Sequences hide all that lies in them.
constexpr quint32 patientTags[] = {
    0x00080050, 0x00080080, 0x00080081, 0x00080082, 0x00080090, 0x00080092, 0x00080094, 0x00080096,
    0x0008009C, 0x0008009D, 0x00081010, 0x00081030, 0x0008103E, 0x00081040, 0x00081041, 0x00081048,
    0x00081049, 0x00081050, 0x00081052, 0x00081060, 0x00081062, 0x00081070, 0x00081072, 0x00081080,
    0x00081084, 0x00082111, 0x00084000, 0x00100010, 0x00100020, 0x00100021, 0x00100024, 0x00100030,
    0x00100032, 0x00100050, 0x00100101, 0x00101000, 0x00101001, 0x00101002, 0x00101005, 0x00101040,
    0x00101050, 0x00101060, 0x00101080, 0x00101081, 0x00101090, 0x00102000, 0x00102110, 0x00102150,
    0x00102152, 0x00102154, 0x00102155, 0x00102160, 0x00102180, 0x001021B0, 0x001021F0, 0x00102297,
    0x00102299, 0x00104000, 0x00120010, 0x00120020, 0x00120021, 0x00120030, 0x00120031, 0x00120040,
    0x00120042, 0x00120060, 0x00120081, 0x00181000, 0x00181004, 0x00181005, 0x00181007, 0x00181008,
    0x00181030, 0x00181400, 0x0018700A, 0x0018A003, 0x00200010, 0x00203401, 0x00204000, 0x00321020,
    0x00321021, 0x00321030, 0x00321032, 0x00321033, 0x00321060, 0x00321064, 0x00321070, 0x00324000,
    0x00380010, 0x00380014, 0x00380040, 0x00380050, 0x00380060, 0x00380062, 0x00380300, 0x00380400,
    0x00380500, 0x00384000, 0x00400006, 0x00400007, 0x00400011, 0x00400241, 0x00400242, 0x00400243,
    0x00400253, 0x00400254, 0x00400275, 0x00400280, 0x00401001, 0x00402016, 0x00402017, 0x0040A160,
    0x40000010,
};
static_assert(std::is_sorted(std::begin(patientTags), std::end(patientTags)));

/// UIDs that say what kind of thing something is; all others tell one study from every other. In
/// ascending order.
constexpr quint32 kindUids[] = {
    0x00020002, 0x00020010, 0x00020012, 0x00041510, 0x00041512, 0x00080016, 0x0008001A,
    0x0008001B, 0x00080062, 0x0008010C, 0x00080115, 0x00081150, 0x0008115A, 0x0040DB00,
};
static_assert(std::is_sorted(std::begin(kindUids), std::end(kindUids)));

/// Or nullptr.
const UsedTag* find(quint32 tag, quint32 within)
{
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

bool identifiesPatient(quint32 tag, std::string_view vr)
{
    if ((tag >> 16) % 2 != 0)
        return true;
    for (const std::string_view telling : {"PN", "DA", "DT", "TM"}) {
        if (vr == telling)
            return true;
    }
    if (vr == "UI")
        return !std::binary_search(std::begin(kindUids), std::end(kindUids), tag);
    return std::binary_search(std::begin(patientTags), std::end(patientTags), tag);
}

} // namespace ccad::imaging
