// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

namespace ccad::imaging {

/// Picks `initialVoi`: the first of `vois` that renders the picture, one that leaves high values
/// high before one that does not, or else the automatic window. First it corrects in `vois` a VOI
/// LUT that declares more bits than its entries fill, or whose first value has the wrong sign. Each
/// replacement or correction is noted in one sentence.
void chooseInitialVoi(Radiograph& radiograph);

/// Picks the full range for colours, which are display values already. Where they fill only a small
/// part of more than 8 bits, fits the window to them and notes that.
void chooseFullRange(Radiograph& radiograph);

} // namespace ccad::imaging
