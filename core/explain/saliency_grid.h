// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/saliency_map.h"

#include <vector>

namespace ccad {

/// The part of a saliency map that is looked at, in fractions of the map.
struct MapWindow
{
    double left = 0;
    double top = 0;
    double width = 1;
    double height = 1;
};

/// The window of a map enlarged to columns x rows, row-major: cubic convolution between the centres
/// of the cells (Keys 1981, a = -1/2), held within 0..1. A map without cells gives zeros.
[[nodiscard]] std::vector<float> enlarged(const SaliencyMap& map, const MapWindow& window,
                                          int columns, int rows);

} // namespace ccad
