// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/imaging/display_lut.h"

namespace ccad {

/// A made-up picture that is no chest radiograph, side x side: noise of many kinds, pages of text,
/// gradients, patterns, drawn shapes, landscapes and other scenes, slices and limbs drawn from
/// ellipses, blank ones. The same generator state gives the same picture.
[[nodiscard]] GrayImage16 otherPicture(Random& random, int side);

/// Number of kinds that otherPicture chooses from.
[[nodiscard]] int otherPictureKinds();
/// One kind, 0..otherPictureKinds()-1.
[[nodiscard]] GrayImage16 otherPicture(int kind, Random& random, int side);

} // namespace ccad
