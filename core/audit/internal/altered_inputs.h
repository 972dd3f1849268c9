// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of which only a part, or little detail, is left. Blanked pixels are black.
#pragma once

#include "core/base/random.h"
#include "core/imaging/display_lut.h"
#include "core/preprocess/crop_box.h"

namespace ccad {

/// Keeps a frame of a tenth of the picture all round.
[[nodiscard]] GrayImage16 borderAlone(const GrayImage16& image);
/// Keeps squares of a fifth of the picture's sides.
[[nodiscard]] GrayImage16 cornersAlone(const GrayImage16& image);
/// Blanks the box and a margin of 3 % of the picture all round. A box and not the lungs' outline,
/// whose shape would tell of the disease.
[[nodiscard]] GrayImage16 boxBlanked(const GrayImage16& image, const CropBox& box);
/// Averages to 32 x 32 and enlarges again.
[[nodiscard]] GrayImage16 asThumbnail(const GrayImage16& image);
/// Paints letters into corners and along borders.
[[nodiscard]] GrayImage16 withMarkers(const GrayImage16& image, Random& random);

} // namespace ccad
