// SPDX-License-Identifier: GPL-3.0-or-later
// Harmonises the greys of pictures from different machines.
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

/// Equalises the histogram of the part of the image; the rest stays as it is. Greys count in 256
/// levels, l = (grey + 128) / 257; n(l) is the number of pixels at l and below. Level l becomes
///   (n(l) - n(first)) / (n(last) - n(first)),
/// with `first` the lowest level there is. OpenCV's equalizeHist does so with 8 bits; here the
/// result has 16. A part of one level stays as it is.
void equalise(GrayImage16& image, const PixelRect& part);

/// Equalises by a histogram of the lungs alone, of the same levels: level l becomes n(l) / n(last),
/// the share of lung that is at most as bright. `lungs` holds 255 or 0 for each pixel of the image;
/// if the part holds no lung, this is equalise().
void equaliseByLungs(GrayImage16& image, const PixelRect& part,
                     const std::vector<std::uint8_t>& lungs);

/// Each grey becomes its mid-rank among those of the lungs: (n(below) + n(equal) / 2) / n(all), by
/// all 65536 levels. No change of greys that keeps their order changes the result, and a picture of
/// fewer bits has the mean of the ranks that its levels stand for. If the part holds no lung, all
/// its pixels are counted; `lungs` may then be empty.
void rankAmongLungs(GrayImage16& image, const PixelRect& part,
                    const std::vector<std::uint8_t>& lungs);

/// Blanks what lies outside the lungs to mid grey (128 of 255). The lungs are widened by 6 pixels
/// on each side. With keepsHulls each becomes its convex hull, since a consolidation is easily
/// taken for no lung and must not be blanked. The edge is smoothed (Gaussian, 4 pixels). Pixels are
/// those of an image of 224 a side, in proportion at others. The image is square.
void blankOutside(GrayImage16& image, const std::vector<std::uint8_t>& lungs, bool keepsHulls);

/// The grey that blankOutside leaves far from the lungs.
constexpr std::uint16_t blankGrey = 128 * 257;

} // namespace ccad::preprocess
