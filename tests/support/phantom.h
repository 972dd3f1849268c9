// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace ccad::test {

/// A drawn chest seen from the front: two lungs with ribs, heart, spine, diaphragm, shoulders.
/// Row-major, 0 (air) to `white` (dense).
[[nodiscard]] std::vector<std::int32_t> drawChest(int columns, int rows, int white);

/// A ramp with a different slope in each channel, interleaved red, green, blue; 0 to `white`.
[[nodiscard]] std::vector<std::int32_t> drawColours(int columns, int rows, int white);

} // namespace ccad::test
