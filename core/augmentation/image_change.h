// SPDX-License-Identifier: GPL-3.0-or-later
// One change of one training image, drawn or given.
#pragma once

#include "core/augmentation/augmentation.h"
#include "core/base/random.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ccad {

/// A square picture that lies elsewhere: grey of 8 bits, row-major, at least 2 pixels a side.
struct GreySquare
{
    int size = 0; ///< pixels a side
    std::span<const std::uint8_t> pixels;
    std::uint8_t beyond = 0; ///< grey beyond its edges, where the nearest pixel is not repeated
};

/// A rectangle painted in one grey, in output pixels; what lies outside the picture is ignored.
struct PaintedPatch
{
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
    float grey = 0;
};

/// A word drawn in lines like a marker, in output pixels.
struct PaintedWord
{
    std::string letters;
    int left = 0; ///< of the first letter's foot
    int foot = 0;
    double height = 0; ///< of a capital letter
    float grey = 1;
};

/// Changes of one picture, applied in this order; default-constructed, there are none.
struct ImageChange
{
    // Place. Output pixel p, from the centre, shows the source at R (t + Z p): zoomed, shifted,
    // then rotated, as Keras composes them. Coordinates are in output pixels, (row, column).
    double rotationDegrees = 0;
    double zoomX = 1;
    double zoomY = 1;
    double shiftX = 0; ///< pixels of the output
    double shiftY = 0;
    bool flipHorizontally = false; ///< of the picture that the fields above give
    bool flipVertically = false;
    Augmentation::Fill fill = Augmentation::Fill::Black;

    // Grey 0..1.
    double brightness = 1; ///< factor
    double reducedTo = 1; ///< share of the side's pixels that survive
    double noiseDeviation = 0;
    std::uint64_t noiseSeed = 0;
    double equalisedShare = 0; ///< 0..1 of the picture with an equalised histogram
    double gamma = 1; ///< exponent
    double contrast = 1; ///< factor about the mean
    double lift = 0; ///< added
    std::vector<PaintedPatch> patches;
    std::vector<PaintedWord> words;
    double sharpening = 0; ///< times that the detail lost by a blur is added; below 0: subtracted
    int jpegQuality = 0; ///< 1..100; 0: no JPEG losses
};

/// Draws a change within the ranges for an output of `size` pixels a side.
[[nodiscard]] ImageChange drawChange(const Augmentation& augmentation, int size, Random& random);

/// The picture resized to size x size and changed: grey 0..1, row-major.
[[nodiscard]] std::vector<float> changed(const GreySquare& picture, const ImageChange& change,
                                         int size);

} // namespace ccad
