// SPDX-License-Identifier: GPL-3.0-or-later
// Taking the detail out of parts of a network's input.
#pragma once

#include "core/preprocess/preprocessor.h"

#include <vector>

namespace ccad {

/// The cells of a grid over a network's input: [row * columns + column].
struct CellSet
{
    int columns = 0;
    int rows = 0;
    std::vector<bool> cells;

    [[nodiscard]] int count() const;
    /// The set moved down and to the right; what leaves the grid comes back at the other side.
    [[nodiscard]] CellSet moved(int down, int right) const;
    [[nodiscard]] int overlap(const CellSet& other) const;
};

/// The input with the cells' pixels replaced by a smooth surface through the means of all cells of
/// the grid (linear between their centres): neither detail nor new edges.
[[nodiscard]] NetworkInput withoutDetail(const NetworkInput& input, const CellSet& cells);

} // namespace ccad
