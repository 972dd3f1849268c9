// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace ccad {

/// How much each region of the network's input spoke for a class: row-major, height x width cells
/// spread evenly over the input. Raw methods may give any sign; `normalised` gives 0..1.
struct SaliencyMap
{
    int width = 0;
    int height = 0;
    std::vector<float> values;
};

/// The part of a saliency map that is looked at, in fractions of the map; it may reach beyond it.
struct MapWindow
{
    double left = 0;
    double top = 0;
    double width = 1;
    double height = 1;
};

/// A map ready to be drawn: normalised, over the network's input; `window` is the rectangle of the
/// input that the radiograph covers, hence the part to draw over the whole radiograph. Where the
/// network saw a crop of it, it reaches beyond the map.
struct PlacedMap
{
    SaliencyMap map;
    MapWindow window;
    [[nodiscard]] bool isEmpty() const { return map.values.empty(); }
};

/// Negative values cut off, then divided by the maximum (all zero stays zero).
[[nodiscard]] SaliencyMap normalised(const SaliencyMap& map);

} // namespace ccad
