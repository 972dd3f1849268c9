// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/pixels/pixel_box.h"

#include <vector>

namespace ccad {

/// A connected piece of a picture, as seen by its threshold.
struct TextPiece
{
    PixelBox box;
    /// Of a size, filling and sharpness that a letter has; other pieces can only belong to a line
    /// that letters make.
    bool isLetter = false;
    float contrast = 0; ///< mean over its pixels, in units of the picture's range / 255
};

/// Boxes around lines of three letters or more, with the pieces that stand in them. Letters of a
/// line are next to each other, alike in size and contrast, and stand on one level, along the rows
/// or along the columns.
[[nodiscard]] std::vector<PixelBox> linesOf(const std::vector<TextPiece>& pieces);

/// Boxes that touch become one.
[[nodiscard]] std::vector<PixelBox> united(std::vector<PixelBox> boxes);

} // namespace ccad
