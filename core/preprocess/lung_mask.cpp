// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/lung_mask.h"

#include "core/preprocess/cell_grid.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr float threshold = 0.5F;
constexpr double smallestRegion = 0.005; // share of the picture

/// Cells of lung that touch each other, or one lung's cells where two have grown together.
struct Region
{
    int cells = 0;
    int left = std::numeric_limits<int>::max();
    int top = std::numeric_limits<int>::max();
    int right = -1; ///< the last column
    int bottom = -1;
    double columnSum = 0;

    void add(int column, int row)
    {
        ++cells;
        left = std::min(left, column);
        top = std::min(top, row);
        right = std::max(right, column);
        bottom = std::max(bottom, row);
        columnSum += column;
    }
    [[nodiscard]] int width() const { return right - left + 1; }
    [[nodiscard]] int height() const { return bottom - top + 1; }
    [[nodiscard]] double centre() const { return columnSum / cells; }
};

std::vector<bool> lungCells(const LungMask& mask)
{
    std::vector<bool> cells;
    cells.reserve(mask.probability.size());
    for (const float value : mask.probability)
        cells.push_back(value >= threshold);
    return cells;
}

/// Takes the region of `start` out of `cells`.
std::vector<int> takeRegion(std::vector<bool>& cells, int columns, int rows, int start)
{
    std::vector<int> members{start};
    const auto visit = [&](int cell) {
        if (!cells[static_cast<std::size_t>(cell)])
            return;
        cells[static_cast<std::size_t>(cell)] = false;
        members.push_back(cell);
    };
    cells[static_cast<std::size_t>(start)] = false;
    for (std::size_t next = 0; next < members.size(); ++next) {
        const int cell = members[next];
        const int column = cell % columns;
        const int row = cell / columns;
        if (column > 0)
            visit(cell - 1);
        if (column + 1 < columns)
            visit(cell + 1);
        if (row > 0)
            visit(cell - columns);
        if (row + 1 < rows)
            visit(cell + columns);
    }
    return members;
}

/// All regions but specks, the largest first, as lists of cells.
std::vector<std::vector<int>> regionsOf(const LungMask& mask)
{
    std::vector<bool> cells = lungCells(mask);
    std::vector<std::vector<int>> regions;
    for (int cell = 0; cell < mask.columns * mask.rows; ++cell) {
        if (!cells[static_cast<std::size_t>(cell)])
            continue;
        auto members = takeRegion(cells, mask.columns, mask.rows, cell);
        if (static_cast<double>(members.size()) >= smallestRegion * mask.columns * mask.rows)
            regions.push_back(std::move(members));
    }
    std::ranges::stable_sort(regions, std::ranges::greater{}, &std::vector<int>::size);
    return regions;
}

Region measured(const std::vector<int>& cells, int columns)
{
    Region region;
    for (const int cell : cells)
        region.add(cell % columns, cell / columns);
    return region;
}

/// Splits one region in two at the emptiest column of its middle third.
std::vector<Region> split(const std::vector<int>& cells, int columns)
{
    const Region whole = measured(cells, columns);
    std::vector<int> counts(static_cast<std::size_t>(columns), 0);
    for (const int cell : cells)
        ++counts[static_cast<std::size_t>(cell % columns)];
    const int third = whole.width() / 3;
    const auto first = counts.begin() + whole.left + third;
    const auto last = counts.begin() + whole.right - third + 1;
    const auto valley = std::min_element(first, last);
    const int middle = static_cast<int>(valley - counts.begin());
    const int leftPeak = *std::max_element(counts.begin(), valley + 1);
    const int rightPeak = *std::max_element(valley, counts.end());
    if (2 * *valley > std::min(leftPeak, rightPeak))
        return {whole}; // no mediastinum to be seen
    std::vector<Region> sides(2);
    for (const int cell : cells)
        sides[cell % columns < middle ? 0 : 1].add(cell % columns, cell / columns);
    return sides;
}

/// The two largest regions where they lie beside each other, else the parts of the largest.
std::vector<Region> lungsAmong(const std::vector<std::vector<int>>& regions, int columns)
{
    constexpr double apart = 0.15; // of the picture's width
    if (regions.empty())
        return {};
    const Region largest = measured(regions[0], columns);
    if (regions.size() > 1) {
        const Region second = measured(regions[1], columns);
        if (std::abs(largest.centre() - second.centre()) >= apart * columns
            && second.cells >= largest.cells / 4)
            return {largest, second};
    }
    return split(regions[0], columns);
}

CropBox boxAround(const std::vector<Region>& lungs, const LungMask& mask)
{
    if (lungs.empty())
        return {};
    Region all = lungs.front();
    for (const Region& lung : lungs) {
        all.left = std::min(all.left, lung.left);
        all.top = std::min(all.top, lung.top);
        all.right = std::max(all.right, lung.right);
        all.bottom = std::max(all.bottom, lung.bottom);
    }
    return {static_cast<double>(all.left) / mask.columns, static_cast<double>(all.top) / mask.rows,
            static_cast<double>(all.width()) / mask.columns,
            static_cast<double>(all.height()) / mask.rows};
}

double certaintyOf(const LungMask& mask)
{
    double sum = 0;
    int count = 0;
    for (const float value : mask.probability) {
        if (value <= 0.1F)
            continue;
        sum += std::abs(2.0 * value - 1);
        ++count;
    }
    return count > 0 ? sum / count : 0;
}

QString doubtAbout(const LungShape& shape, const std::vector<Region>& lungs, const LungMask& mask)
{
    if (lungs.empty())
        return u"No lungs were found."_s;
    if (shape.areaShare < 0.06)
        return u"What looks like lungs is too small."_s;
    if (shape.areaShare > 0.6)
        return u"What looks like lungs is too large."_s;
    if (lungs.size() < 2)
        return u"Two lungs beside each other were not found."_s;
    if (shape.balance < 0.25)
        return u"One lung is much smaller than the other, or not in the picture."_s;
    if (shape.box.width < 0.3 || shape.box.height < 0.3)
        return u"The lungs fill too small a part of the picture."_s;
    const double x = shape.box.left + shape.box.width / 2;
    const double y = shape.box.top + shape.box.height / 2;
    if (x < 0.25 || x > 0.75 || y < 0.25 || y > 0.75)
        return u"The lungs lie at the edge of the picture."_s;
    for (const Region& lung : lungs)
        if (static_cast<double>(lung.height()) / mask.rows
            < 0.6 * static_cast<double>(lung.width()) / mask.columns)
            return u"What looks like a lung is wider than a lung is."_s;
    return {};
}

} // namespace

float LungMask::at(double x, double y) const
{
    return linearAt(probability, columns, rows, x, y);
}

std::vector<float> enlarged(const LungMask& mask, int columns, int rows)
{
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            values.push_back(mask.at((column + 0.5) / columns, (row + 0.5) / rows));
    return values;
}

LungShape shapeOf(const LungMask& mask)
{
    LungShape shape;
    if (mask.isEmpty()) {
        shape.doubt = u"No lungs were found."_s;
        return shape;
    }
    const std::vector<bool> cells = lungCells(mask);
    shape.areaShare
        = static_cast<double>(std::ranges::count(cells, true)) / static_cast<double>(cells.size());
    const auto regions = regionsOf(mask);
    const std::vector<Region> lungs = lungsAmong(regions, mask.columns);
    shape.regions = static_cast<int>(regions.size());
    if (lungs.size() == 2)
        shape.balance = static_cast<double>(std::min(lungs[0].cells, lungs[1].cells))
            / std::max(lungs[0].cells, lungs[1].cells);
    shape.box = boxAround(lungs, mask);
    shape.certainty = certaintyOf(mask);
    shape.doubt = doubtAbout(shape, lungs, mask);
    return shape;
}

std::optional<CropBox> lungCrop(const LungMask& mask, double margin)
{
    const LungShape shape = shapeOf(mask);
    if (!shape.isPlausible())
        return std::nullopt;
    const double added = margin * std::max(shape.box.width, shape.box.height);
    const double left = std::max(0.0, shape.box.left - added);
    const double top = std::max(0.0, shape.box.top - added);
    return CropBox{left, top, std::min(1.0, shape.box.right() + added) - left,
                   std::min(1.0, shape.box.bottom() + added) - top};
}

} // namespace ccad
