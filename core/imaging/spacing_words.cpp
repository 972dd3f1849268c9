// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/spacing_words.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct Words
{
    QLatin1StringView name;
    QLatin1StringView where;
};

/// In the order of the enumeration.
constexpr std::array<Words, 8> words
    = {{{"unknown"_L1, "at the detector or in the patient"_L1},
        {"detector"_L1, "at the detector"_L1},
        {"scanned-film"_L1, "on the scanned film"_L1},
        {"patient-by-factor"_L1, "in the patient, by a magnification factor"_L1},
        {"patient-by-distances"_L1, "in the patient, by source distances"_L1},
        {"calibrated"_L1, "calibrated"_L1},
        {"calibrated-by-geometry"_L1, "calibrated by assumed distances"_L1},
        {"calibrated-by-object"_L1, "calibrated by an object of known size"_L1}}};

} // namespace

QString spacingSourceName(SpacingSource source)
{
    return words[static_cast<std::size_t>(source)].name;
}

QString whereLengthsHold(SpacingSource source)
{
    return words[static_cast<std::size_t>(source)].where;
}

} // namespace ccad
