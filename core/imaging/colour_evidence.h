// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <functional>

namespace ccad::imaging {

// What three samples a pixel say of their own colours, whatever anybody says of them.

enum class ColourEvidence
{
    None,
    Neutral, ///< the second and third have no colour: YCbCr of a grey picture
    Equal ///< all three: RGB of a grey picture
};

/// "its second and third samples have no colour, as YCbCr of a grey picture": a clause; not for
/// None.
[[nodiscard]] QString wordsOf(ColourEvidence evidence);

struct ColourSamples
{
    std::function<std::uint32_t(std::size_t)> at; ///< sample by its index
    std::size_t count = 0; ///< of pixels
    int bits = 8; ///< of a sample, 1 to 32
};

struct ShownColour
{
    ColourEvidence evidence = ColourEvidence::None;
    double share = 0; ///< of the pixels that agree in it, of those that can tell
    bool byPlane = false; ///< how the samples lie
};

/// What nearly all pixels say: a few may belong to coloured marks on a grey film. Samples may lie
/// in the other order than `byPlane` says: the wrong one mixes neighbouring pixels, of which fewer
/// look like the samples of one. Looks at a million pixels at most.
[[nodiscard]] ShownColour colourEvidence(const ColourSamples& samples, bool byPlane,
                                         bool mayBeInOtherOrder);

/// Partial range keeps the lowest and the highest step for synchronisation, so that no first sample
/// has them (BT.601).
[[nodiscard]] bool usesFullRange(const ColourSamples& samples, bool byPlane);

} // namespace ccad::imaging
