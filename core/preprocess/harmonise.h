// SPDX-License-Identifier: GPL-3.0-or-later
// Makes pictures from different machines alike.
#pragma once

#include "core/imaging/display_lut.h"

#include <vector>

namespace ccad::preprocess {

/// A rectangle of an image, in pixels; it lies within it.
struct PixelRect
{
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
};

// Greys count in 256 levels, l = (grey + 128) / 257; n(l) is the number of pixels at l and below.

/// Histogram equalisation of the part of the image; the rest stays as it is. Level l becomes
/// (n(l) - n(first)) / (n(last) - n(first)), with `first` the lowest level there is: what OpenCV's
/// equalizeHist does with 8 bits, here with a result of 16. A part of one level stays as it is.
void equalise(GrayImage16& image, const PixelRect& part);

/// The same with a histogram of the lungs alone: level l becomes n(l) / n(last), the share of lung
/// that is at most as bright. `lungs` holds 255 or 0 for each pixel of the image; without any
/// within the part it is equalise().
void equaliseByLungs(GrayImage16& image, const PixelRect& part,
                     const std::vector<std::uint8_t>& lungs);

/// What lies outside the lungs becomes mid grey (128 of 255). The lungs are widened by 6 pixels on
/// each side, with keepsHulls each becomes its convex hull, since a consolidation is easily taken
/// for no lung and must not be blanked, and the edge is smoothed (Gaussian, 4 pixels); pixels are
/// those of an image of 224 a side, in proportion at others. The image is square.
void blankOutside(GrayImage16& image, const std::vector<std::uint8_t>& lungs, bool keepsHulls);

/// What blankOutside leaves far from the lungs.
constexpr std::uint16_t blankGrey = 128 * 257;

} // namespace ccad::preprocess
