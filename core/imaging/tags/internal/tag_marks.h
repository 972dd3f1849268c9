// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/tags/tag_tree.h"

#include <span>
#include <string_view>

namespace ccad::imaging {

/// An attribute that the reader asks for, and what for.
struct UsedTag
{
    quint32 tag = 0;
    unsigned use = 0; ///< of TagUse
    quint32 within = 0; ///< the sequence that it is read from; 0: the data set itself
};

/// Everything that core/imaging reads of a DICOM file; a test holds it against its sources.
[[nodiscard]] std::span<const UsedTag> usedTags();

/// Does the reader ask for an attribute in the sequence `within` (0: in the data set itself)?
[[nodiscard]] bool isRead(quint32 tag, quint32 within);

/// Does the reader ask for anything within that sequence?
[[nodiscard]] bool holdsRead(quint32 sequence);

/// Of an attribute in the sequence `within` (0: of the data set itself).
[[nodiscard]] unsigned useOf(quint32 tag, quint32 within);

/// Can the value tell who the patient, or anybody else, is? By the Basic Profile of PS3.15 Annex E,
/// widened to every name, date and private element; sex, age and UIDs of kinds (SOP class, transfer
/// syntax) are left in sight.
[[nodiscard]] bool identifiesPatient(quint32 tag, std::string_view vr);

} // namespace ccad::imaging
