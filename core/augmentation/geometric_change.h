// SPDX-License-Identifier: GPL-3.0-or-later
// Where the pixels of a changed picture come from.
#pragma once

#include "core/augmentation/image_change.h"

namespace ccad {

/// Applies the "Place" fields of a change: grey 0..1 of size x size pixels by linear interpolation
/// between the source's pixels.
[[nodiscard]] std::vector<float> moved(const GreySquare& picture, const ImageChange& change,
                                       int size);

} // namespace ccad
