// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/overlay/contours.h"

#include <vector>

namespace ccad::results {

/// The parts of a film where a map is at least `level`, as closed outlines in fractions of the
/// film, the largest first; a part that reaches an edge runs along it. Holes and specks below a
/// thousandth of the film are left out. The same map gives the same points.
[[nodiscard]] std::vector<ContourLine> mapRegions(const PlacedMap& placed, double level);

/// In square fractions of the film.
[[nodiscard]] double areaOf(const ContourLine& outline);

} // namespace ccad::results
