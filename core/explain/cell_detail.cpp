// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/internal/cell_detail.h"

#include "core/preprocess/cell_grid.h"

#include <algorithm>

namespace ccad {

namespace {

int cellOf(int pixel, int pixels, int cells)
{
    return pixel * cells / pixels;
}

/// A plane's mean in each cell.
std::vector<float> cellMeans(const float* plane, const NetworkInput& input, const CellSet& grid)
{
    const std::size_t count = grid.cells.size();
    std::vector<double> sums(count, 0);
    std::vector<int> pixels(count, 0);
    for (int row = 0; row < input.height; ++row)
        for (int column = 0; column < input.width; ++column) {
            const auto cell
                = static_cast<std::size_t>(cellOf(row, input.height, grid.rows) * grid.columns
                                           + cellOf(column, input.width, grid.columns));
            sums[cell] += *plane++;
            ++pixels[cell];
        }
    std::vector<float> means(count, 0.0F);
    for (std::size_t cell = 0; cell < count; ++cell)
        if (pixels[cell] > 0)
            means[cell] = static_cast<float>(sums[cell] / pixels[cell]);
    return means;
}

} // namespace

int CellSet::count() const
{
    return static_cast<int>(std::ranges::count(cells, true));
}

CellSet CellSet::moved(int down, int right) const
{
    CellSet result{columns, rows, std::vector<bool>(cells.size())};
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            result.cells[static_cast<std::size_t>((row + down) % rows * columns
                                                  + (column + right) % columns)]
                = cells[static_cast<std::size_t>(row * columns + column)];
    return result;
}

int CellSet::overlap(const CellSet& other) const
{
    int both = 0;
    for (std::size_t cell = 0; cell < cells.size(); ++cell)
        both += cells[cell] && other.cells[cell] ? 1 : 0;
    return both;
}

NetworkInput withoutDetail(const NetworkInput& input, const CellSet& grid)
{
    NetworkInput result = input;
    const auto planeValues = static_cast<std::ptrdiff_t>(input.width) * input.height;
    for (int channel = 0; channel < input.channels; ++channel) {
        float* value = result.values.data() + channel * planeValues;
        const std::vector<float> means = cellMeans(value, input, grid);
        for (int row = 0; row < input.height; ++row)
            for (int column = 0; column < input.width; ++column, ++value)
                if (grid.cells[static_cast<std::size_t>(
                        cellOf(row, input.height, grid.rows) * grid.columns
                        + cellOf(column, input.width, grid.columns))])
                    *value = linearAt(means, grid.columns, grid.rows, (column + 0.5) / input.width,
                                      (row + 0.5) / input.height);
    }
    return result;
}

} // namespace ccad
