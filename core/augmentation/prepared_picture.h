// SPDX-License-Identifier: GPL-3.0-or-later
// A decoded picture as training keeps it.
#pragma once

#include "core/preprocess/preprocessor.h"

#include <cstdint>
#include <vector>

namespace ccad {

struct PreparedPicture
{
    FittedImage plain; ///< the unchanged picture at the network's input size
    /// The picture at enlargedSize() a side, in 8-bit greys, to draw changed copies from.
    std::vector<std::uint8_t> large;
};

/// A quarter more than the input's side, so that zooming in loses little.
[[nodiscard]] int enlargedSize(const PreprocessSpec& spec);

/// Greys 0..65535 as 0..255, rounded.
[[nodiscard]] std::vector<std::uint8_t> toEightBits(const std::vector<std::uint16_t>& greys);

[[nodiscard]] PreparedPicture preparePicture(const Radiograph& radiograph,
                                             const Preprocessor& preprocessor);

/// Grey beyond the edges of a moved picture, 0..255: black, or the grey of blanked parts.
[[nodiscard]] std::uint8_t greyBeyond(const PreprocessSpec& spec, const InputPlace& place);

} // namespace ccad
