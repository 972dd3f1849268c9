// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/pixels/pixel_box.h"
#include "core/imaging/radiograph.h"

#include <vector>

namespace ccad {

/// Boxes around what is written in the pixels of a film, in pixels of the file (before they were
/// made square), from top to bottom: lines of three letters or digits or more, bright or dark, that
/// run along rows or columns, of a height of 7 pixels to 6 % of the picture's shorter side; where
/// they stand out by less than a sixth of the picture's range, five or more. Boxes are wider than
/// the words by a letter at each end, which may be too faint to see. Single letters stay out: they
/// are side markers, and so do pairs ("R", "PA"), unless they stand in line with a word.
///
/// A box is a suspicion. Somebody has to look before anything is blanked by it, and at films
/// without one as well.
[[nodiscard]] std::vector<PixelBox> findBurnedInText(const Radiograph& radiograph);

} // namespace ccad
