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

/// The part of a saliency map that is shown, in fractions of the map; it may reach beyond the map.
struct MapWindow
{
    double left = 0;
    double top = 0;
    double width = 1;
    double height = 1;
};

/// A map ready to be drawn: normalised, over the network's input; `window` is the rectangle of the
/// input that the radiograph covers, hence the part to draw over the whole radiograph. Where the
/// network saw a crop of the radiograph, the window reaches beyond the map.
struct PlacedMap
{
    SaliencyMap map;
    MapWindow window;
    [[nodiscard]] bool isEmpty() const { return map.values.empty(); }
};

/// Cuts off negative values, then divides by the maximum (all zero stays zero).
[[nodiscard]] SaliencyMap normalised(const SaliencyMap& map);

} // namespace ccad
