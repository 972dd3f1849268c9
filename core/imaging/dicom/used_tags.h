// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/tag_tree.h"

#include <QtGlobal>

#include <span>

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

/// The uses of an attribute in the sequence `within` (0: in the data set itself).
[[nodiscard]] unsigned useOf(quint32 tag, quint32 within);

} // namespace ccad::imaging
