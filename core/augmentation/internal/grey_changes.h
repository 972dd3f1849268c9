// SPDX-License-Identifier: GPL-3.0-or-later
// Exposure, detail and painted parts of a changed picture.
#pragma once

#include "core/augmentation/image_change.h"

namespace ccad {

/// Applies all of a change but its place part to size x size greys 0..1, in place; the result is
/// within 0..1.
void changeGreys(std::vector<float>& greys, const ImageChange& change, int size);

} // namespace ccad
