// SPDX-License-Identifier: GPL-3.0-or-later
// Exposure, detail and painted parts of a changed picture.
#pragma once

#include "core/augmentation/image_change.h"

namespace ccad {

/// All but the place part of a change, on size x size greys 0..1 in place; the result is within
/// 0..1.
void changeGreys(std::vector<float>& greys, const ImageChange& change, int size);

} // namespace ccad
