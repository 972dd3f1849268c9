// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/internal/patient_tags.h"

#include <algorithm>
#include <iterator>

namespace ccad::imaging {

namespace {

/// Tags of Table E.1-1 in PS3.15 whose values are text about people, places and cases beyond names
/// and dates; in ascending order. Sequences hide all that lies in them.
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

/// Likewise in the groups that a file may have several times (5000, 5002 ..; 6000, 6002 ..): words
/// of curves and overlays.
constexpr quint32 repeatedTags[] = {0x50000022, 0x50002500, 0x60000022, 0x60001500, 0x60004000};
static_assert(std::is_sorted(std::begin(repeatedTags), std::end(repeatedTags)));
constexpr quint32 withoutRepetition = 0xFF00FFFF;

/// UIDs that name a kind of thing; all others tell one study from every other. In ascending order.
constexpr quint32 kindUids[] = {
    0x00020002, 0x00020010, 0x00020012, 0x00041510, 0x00041512, 0x00080016, 0x0008001A,
    0x0008001B, 0x00080062, 0x0008010C, 0x00080115, 0x00081150, 0x0008115A, 0x0040DB00,
};
static_assert(std::is_sorted(std::begin(kindUids), std::end(kindUids)));

} // namespace

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
    return std::binary_search(std::begin(patientTags), std::end(patientTags), tag)
        || std::binary_search(std::begin(repeatedTags), std::end(repeatedTags),
                              tag & withoutRepetition);
}

} // namespace ccad::imaging
