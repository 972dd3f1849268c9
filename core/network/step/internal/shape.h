// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes of a bottleneck and how its work is divided. None of it depends on the number of threads,
// so that sums are always added up in the same order.
#pragma once

#include "core/network/step/internal/kernels.h"

#include <algorithm>

namespace ccad::bottleneck {

struct Panel
{
    int first = 0; ///< hidden channel
    int channels = 0; ///< padded
};

/// Half-open.
struct Range
{
    int first = 0;
    int end = 0;
    [[nodiscard]] int count() const { return end - first; }
};

[[nodiscard]] constexpr int padded(int channels)
{
    return (channels + lanes - 1) / lanes * lanes;
}

/// The part-th of `parts` nearly equal parts of 0 .. count - 1.
[[nodiscard]] constexpr Range partOf(int count, int part, int parts)
{
    const auto at
        = [&](int i) { return static_cast<int>(static_cast<long long>(count) * i / parts); };
    return {at(part), at(part + 1)};
}

/// Activations are [image][row][column][channel]. A cell is one place of one image.
struct Shape
{
    int images = 0;
    int rows = 0; ///< of the input
    int columns = 0;
    int inputs = 0; ///< channels
    int hidden = 0;
    int outputs = 0;
    int stride = 1;
    int before = 1; ///< cells of padding above and to the left
    bool expands = true; ///< else the input is what the depthwise convolution sees

    static constexpr int parts = 16; ///< sums are kept apart for so many parts of a batch
    static constexpr int chunkCells = 512; ///< cells that steps without neighbours take at once
    /// Cells that steps with neighbours take: a panel fits a cache.
    static constexpr int bandCells = 1024;

    [[nodiscard]] int outRows() const { return (rows + stride - 1) / stride; }
    [[nodiscard]] int outColumns() const { return (columns + stride - 1) / stride; }
    [[nodiscard]] int cells() const { return images * rows * columns; }
    [[nodiscard]] int outCells() const { return images * outRows() * outColumns(); }
    [[nodiscard]] int hiddenPadded() const { return padded(hidden); }

    [[nodiscard]] int panels() const
    {
        return (hiddenPadded() + panelChannels - 1) / panelChannels;
    }
    [[nodiscard]] Panel panel(int index) const
    {
        const int first = index * panelChannels;
        return {first, std::min(panelChannels, hiddenPadded() - first)};
    }

    /// An image's rows are worked on in bands of nearly equal height.
    [[nodiscard]] int bands(int rowsOfImage, int inputRowsEach) const
    {
        const int most = std::max(1, (bandCells / (columns + 2) - 2) / inputRowsEach);
        return (rowsOfImage + most - 1) / most;
    }
};

/// Calls use(first cell, number) for each chunk of the range.
template <typename Use> void forEachChunk(Range cells, Use use)
{
    for (int first = cells.first; first < cells.end; first += Shape::chunkCells)
        use(first, std::min(Shape::chunkCells, cells.end - first));
}

} // namespace ccad::bottleneck
