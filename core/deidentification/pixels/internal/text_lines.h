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
    float peak = 0; ///< value of its ink, in the same units
    float sharpness = 1; ///< slope at its edge, as a share of its contrast
    int area = 0; ///< pixels of ink
};

/// Boxes around lines of three letters or more (of faint ones, five), with the pieces that stand in
/// them. Letters of a line are next to each other, alike in size and contrast, drawn with one value
/// and a sharp edge, and stand on one level, along the rows
/// or along the columns. `others`: pieces among which no line begins, but in which one may go on:
/// those of another rule, or darker where the letters are brighter, by the same measure of values.
[[nodiscard]] std::vector<PixelBox> linesOf(const std::vector<TextPiece>& pieces,
                                            const std::vector<TextPiece>& others = {});

/// Boxes that touch become one.
[[nodiscard]] std::vector<PixelBox> united(std::vector<PixelBox> boxes);

} // namespace ccad
