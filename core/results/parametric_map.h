// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::results {

/// Pixels of the longer side of a Parametric Map. A class map has few cells: more pixels would only
/// repeat the interpolation.
constexpr int mapSide = 512;

/// The pixels of a Parametric Map, spread evenly over the whole film.
struct MapGrid
{
    int columns = 1;
    int rows = 1;
    bool operator==(const MapGrid&) const = default;
};
/// Of a film whose radiograph has so many pixels.
[[nodiscard]] MapGrid mapGridOf(int columns, int rows);

} // namespace ccad::results
