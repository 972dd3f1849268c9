// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of which only a part, or little, is left. Blanked is black.
#pragma once

#include "core/base/random.h"
#include "core/imaging/display_lut.h"
#include "core/preprocess/crop_box.h"

namespace ccad {

/// A frame of a tenth of the picture all round.
[[nodiscard]] GrayImage16 borderAlone(const GrayImage16& image);
/// Squares of a fifth of the picture's sides.
[[nodiscard]] GrayImage16 cornersAlone(const GrayImage16& image);
/// The box, and a margin of 3 % of the picture all round. A box and not the lungs' outline, whose
/// shape would tell of the disease.
[[nodiscard]] GrayImage16 boxBlanked(const GrayImage16& image, const CropBox& box);
/// Averaged to 32 x 32 and enlarged again.
[[nodiscard]] GrayImage16 asThumbnail(const GrayImage16& image);
/// Letters in corners and along borders.
[[nodiscard]] GrayImage16 withMarkers(const GrayImage16& image, Random& random);

} // namespace ccad
