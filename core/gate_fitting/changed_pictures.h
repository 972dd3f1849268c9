// SPDX-License-Identifier: GPL-3.0-or-later
// Changed copies of radiographs that a gate learns from.
#pragma once

#include "core/base/random.h"
#include "core/imaging/display_lut.h"
#include "core/preprocess/preprocessor.h"

namespace ccad {

/// The picture that an input holds, in grey.
[[nodiscard]] GrayImage16 greysOf(const NetworkInput& input, const PreprocessSpec& spec);

/// Turned top to bottom, by a mirror or by rotation.
[[nodiscard]] GrayImage16 upsideDown(const GrayImage16& image, bool mirrored);
/// Turned by a quarter, clockwise or anticlockwise.
[[nodiscard]] GrayImage16 onItsSide(const GrayImage16& image, bool clockwise);
[[nodiscard]] GrayImage16 mirrored(const GrayImage16& image);
[[nodiscard]] GrayImage16 inverted(const GrayImage16& image);

/// A piece of 25 to 50 % of each side.
[[nodiscard]] GrayImage16 pieceOf(const GrayImage16& image, Random& random);
/// The pieces of a 2x2 or 3x3 grid in other places: right in texture, wrong in anatomy.
[[nodiscard]] GrayImage16 shuffled(const GrayImage16& image, Random& random);
/// Another picture of the same chest: other contrast and sharpness, a little turned and cut, a
/// border, a marker.
[[nodiscard]] GrayImage16 varied(const GrayImage16& image, Random& random);

} // namespace ccad
