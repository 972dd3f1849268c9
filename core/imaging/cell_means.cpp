// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/internal/cell_means.h"

#include "core/imaging/pixel_histogram.h"

#include <algorithm>
#include <numeric>

namespace ccad::imaging {

namespace {

constexpr std::size_t cellCount = std::size_t{1} * CellMeans::side * CellMeans::side;
/// Shutters are seldom quite even.
constexpr double uniformShare = 1.0 / 64;
/// A share of each side of the picture.
constexpr double margin = 0.1;

/// The pixels along one side of a picture, which may have been reduced.
struct PixelSide
{
    int pixels = 0;
    int whole = 0;
    int reduction = 1;
    bool firstSited = false;

    /// The cell in which the middle of a pixel lies.
    [[nodiscard]] int cellOf(int pixel) const
    {
        // In halves of a pixel of the whole picture.
        const qint64 middle = qint64{2} * pixel * reduction + (firstSited ? 1 : qint64{reduction});
        const qint64 cell = middle * CellMeans::side / (qint64{2} * whole);
        return static_cast<int>(std::min(cell, qint64{CellMeans::side - 1}));
    }
};

/// Where each cell's pixels begin; the last entry is their number.
std::vector<int> firstPixels(const PixelSide& along)
{
    std::vector<int> first(std::size_t{CellMeans::side} + 1, along.pixels);
    for (int pixel = along.pixels - 1; pixel >= 0; --pixel)
        first[static_cast<std::size_t>(along.cellOf(pixel))] = pixel;
    for (std::size_t cell = CellMeans::side; cell-- > 0;)
        first[cell] = std::min(first[cell], first[cell + 1]);
    return first;
}

} // namespace

CellMeans::CellMeans(const ReducedRadiograph& reduced) : m_sums(cellCount), m_counts(cellCount)
{
    const Radiograph& radiograph = reduced.radiograph;
    const PixelSide across{radiograph.columns, reduced.columns, reduced.reduction,
                           reduced.firstSited};
    const PixelSide down{radiograph.rows, reduced.rows, reduced.reduction, reduced.firstSited};
    const std::vector<int> columns = firstPixels(across);
    const auto width = static_cast<std::size_t>(radiograph.columns);
    for (int row = 0; row < radiograph.rows; ++row) {
        const std::uint16_t* pixels
            = radiograph.pixels->data() + static_cast<std::size_t>(row) * width;
        add(down.cellOf(row), pixels, columns, radiograph);
    }
}

void CellMeans::add(int cellRow, const std::uint16_t* pixels, const std::vector<int>& columns,
                    const Radiograph& radiograph)
{
    const bool mayPad = radiograph.paddingFirst && radiograph.paddingLast;
    const std::size_t first = static_cast<std::size_t>(cellRow) * side;
    for (std::size_t cell = 0; cell < side; ++cell) {
        const std::uint16_t* begin = pixels + columns[cell];
        const std::uint16_t* end = pixels + columns[cell + 1];
        if (!mayPad) {
            m_sums[first + cell] += std::accumulate(begin, end, std::uint64_t{0});
            m_counts[first + cell] += static_cast<std::uint32_t>(end - begin);
            continue;
        }
        for (; begin != end; ++begin) {
            if (isPadding(radiograph, *begin))
                continue;
            m_sums[first + cell] += *begin;
            ++m_counts[first + cell];
        }
    }
}

std::vector<double> CellMeans::within(const Box& box) const
{
    std::vector<double> means;
    for (int row = box.top; row < box.bottom; ++row)
        for (int column = box.left; column < box.right; ++column) {
            const auto cell
                = static_cast<std::size_t>(row) * side + static_cast<std::size_t>(column);
            if (m_counts[cell] > 0)
                means.push_back(static_cast<double>(m_sums[cell]) / m_counts[cell]);
        }
    return means;
}

bool CellMeans::isUniform(const Box& box, double most) const
{
    const std::vector<double> means = within(box);
    if (means.empty())
        return true;
    const auto [low, high] = std::ranges::minmax(means);
    return high - low <= most;
}

CellMeans::Box CellMeans::withoutUniformEdges() const
{
    const std::vector<double> means = all();
    Box box{0, 0, side, side};
    if (means.empty())
        return box;
    const auto [low, high] = std::ranges::minmax(means);
    const double most = uniformShare * (high - low);
    // Small pictures leave cells without pixels, which count as uniform.
    while (box.top < box.bottom && isUniform({box.left, box.top, box.right, box.top + 1}, most))
        ++box.top;
    while (box.top < box.bottom
           && isUniform({box.left, box.bottom - 1, box.right, box.bottom}, most))
        --box.bottom;
    while (box.left < box.right && isUniform({box.left, box.top, box.left + 1, box.bottom}, most))
        ++box.left;
    while (box.left < box.right && isUniform({box.right - 1, box.top, box.right, box.bottom}, most))
        --box.right;
    return box;
}

std::vector<double> CellMeans::withinMargins() const
{
    const Box box = withoutUniformEdges();
    const int across = static_cast<int>(margin * (box.right - box.left));
    const int down = static_cast<int>(margin * (box.bottom - box.top));
    return within({box.left + across, box.top + down, box.right - across, box.bottom - down});
}

} // namespace ccad::imaging
