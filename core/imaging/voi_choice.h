// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

namespace ccad::imaging {

/// Picks `initialVoi`: the first of `vois` that renders the picture, one that leaves high values
/// high before one that does not, or else the automatic window. A VOI LUT that says more bits than
/// its entries fill, or whose first value has the wrong sign, is put right in `vois` before. What
/// was replaced or put right is noted, in one sentence each.
void chooseInitialVoi(Radiograph& radiograph);

/// For colours, which are display values already: the full range; where they fill only a small part
/// of more than 8 bits, the window is fitted to them, which is noted.
void chooseFullRange(Radiograph& radiograph);

} // namespace ccad::imaging
