// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <span>

namespace ccad {

/// Flags for the uses of an attribute beyond showing it.
enum class TagUse : unsigned
{
    None = 0,
    Display = 1, ///< changes how the picture looks, or is measured, on screen
    Prediction = 2, ///< changes what the network sees, what is refused, or what is warned of
};

} // namespace ccad

namespace ccad::imaging {

/// An attribute that the reader asks for, and what for.
struct UsedTag
{
    quint32 tag = 0;
    unsigned use = 0; ///< flags of TagUse
    quint32 within = 0; ///< the sequence that it is read from; 0: the data set itself
};

/// Everything that core/imaging reads of a DICOM file; a test holds the list against the sources.
[[nodiscard]] std::span<const UsedTag> usedTags();

/// True when the reader asks for an attribute in the sequence `within` (0: in the data set itself).
[[nodiscard]] bool isRead(quint32 tag, quint32 within);

/// True when the reader asks for anything within that sequence.
[[nodiscard]] bool holdsRead(quint32 sequence);

/// The uses of an attribute in the sequence `within` (0: in the data set itself).
[[nodiscard]] unsigned useOf(quint32 tag, quint32 within);

} // namespace ccad::imaging
