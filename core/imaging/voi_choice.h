// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

namespace ccad::imaging {

/// Picks `initialVoi`: the first of `vois` that renders the picture, preferably one that leaves
/// high values high, or else the automatic window. Before that, a VOI LUT that declares more bits
/// than its entries fill, or whose first value has the wrong sign, is corrected in `vois`. Each
/// replacement or correction is noted in one sentence. `notesOfVois`: what to note where that one
/// of `vois` is chosen, or empty.
void chooseInitialVoi(Radiograph& radiograph, const QStringList& notesOfVois = {});

/// Chooses the full range for colours, which are display values already. If they fill only a small
/// part of more than 8 bits, the window is fitted to them, and a note says so.
void chooseFullRange(Radiograph& radiograph);

} // namespace ccad::imaging
