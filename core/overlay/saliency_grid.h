// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/saliency_map.h"

#include <vector>

namespace ccad {

/// The window of a map enlarged to columns x rows, row-major: cubic convolution between the centres
/// of the cells (Keys 1981, a = -1/2), held within 0..1; 0 beyond the map, where the window reaches
/// further. A map without cells gives zeros.
[[nodiscard]] std::vector<float> enlarged(const SaliencyMap& map, const MapWindow& window,
                                          int columns, int rows);

} // namespace ccad
