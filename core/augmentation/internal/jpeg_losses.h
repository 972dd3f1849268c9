// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace ccad {

/// Applies JPEG's losses to size x size greys 0..1, in place: blocks of 8x8 go through the cosine
/// transform, whose coefficients are rounded to multiples of the luminance table of ITU-T T.81,
/// annex K.1, scaled to a quality of 1..100 as libjpeg does it. No file is made. Blocks that reach
/// beyond an edge see the last pixel repeated. The result is within 0..1.
void loseToJpeg(std::vector<float>& greys, int size, int quality);

} // namespace ccad
