// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/imaging/display_lut.h"

#include <QString>

namespace ccad {

/// Made-up pictures to try a gate on, made in other ways than those that it learned from
/// (other_pictures.h): fractals, Voronoi cells, cellular automata, charts, screens of programs,
/// lattice noise, spectrograms, Shepp and Logan's head (1974), thorax slices and hands from
/// formulas, mosaics.
struct MadeUpPicture
{
    QString kind;
    GrayImage16 image; ///< side x side
};

[[nodiscard]] int madeUpPictureKinds();
[[nodiscard]] MadeUpPicture madeUpPicture(int kind, Random& random, int side);

} // namespace ccad
