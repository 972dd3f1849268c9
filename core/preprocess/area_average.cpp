// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/internal/area_average.h"

#include <algorithm>

namespace ccad::preprocess {

namespace {

/// One side of the picture in units of which a pixel of the grid has 2 x reduction x length and a
/// pixel of the result 2 x whole, so that all borders are whole numbers: no rounding adds up.
struct Side
{
    Side(const Grid& grid, int whole, int length)
        : pixel(qint64{2} * grid.reduction * length), target(qint64{2} * whole),
          // A first-sited pixel reaches half its size beyond the edge of the picture.
          first(grid.firstSited ? qint64{grid.reduction - 1} * length : 0)
    {
    }
    [[nodiscard]] qint64 begin(int index) const { return first + index * target; }
    [[nodiscard]] float share(qint64 units) const
    {
        return static_cast<float>(units) / static_cast<float>(pixel);
    }

    qint64 pixel;
    qint64 target;
    qint64 first;
};

} // namespace

AreaAverage::AreaAverage(const Grid& grid, int width, int height)
    : m_grid(grid), m_sums(static_cast<std::size_t>(grid.columns)), m_result{width, height, {}}
{
    m_result.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    const Side side(grid, grid.wholeColumns, width);
    const qint64 last = qint64{grid.columns} - 1;
    for (int column = 0; column < width; ++column) {
        const qint64 begin = side.begin(column);
        const qint64 end = side.begin(column + 1);
        Span span;
        span.first = static_cast<int>(std::min(begin / side.pixel, last));
        // The last pixel of the grid extends to the edge of the picture.
        span.last = static_cast<int>(std::min((end - 1) / side.pixel, last));
        span.firstWeight = side.share(
            (span.last > span.first ? (span.first + qint64{1}) * side.pixel : end) - begin);
        span.lastWeight = span.last > span.first ? side.share(end - span.last * side.pixel) : 0;
        m_spans.push_back(span);
    }
}

void AreaAverage::add(const std::uint16_t* row)
{
    const Side side(m_grid, m_grid.wholeRows, m_result.height);
    const bool isLast = m_sourceRow == m_grid.rows - 1;
    qint64 begin = std::max(m_sourceRow * side.pixel, side.first);
    const qint64 end = isLast ? side.begin(m_result.height) : (m_sourceRow + 1) * side.pixel;
    ++m_sourceRow;
    while (begin < end && m_row < m_result.height) {
        const qint64 border = side.begin(m_row + 1);
        accumulate(row, side.share(std::min(end, border) - begin));
        if (end < border)
            return;
        finishRow();
        begin = border;
    }
}

void AreaAverage::accumulate(const std::uint16_t* row, float weight)
{
    float* sums = m_sums.data();
    const int width = m_grid.columns;
    if (m_sumsEmpty) {
        for (int x = 0; x < width; ++x)
            sums[x] = weight * static_cast<float>(row[x]);
    } else {
        for (int x = 0; x < width; ++x)
            sums[x] += weight * static_cast<float>(row[x]);
    }
    m_sumsEmpty = false;
}

void AreaAverage::finishRow()
{
    // In double, since a float would lose the last of the 16 bits over a large area.
    const double columns
        = static_cast<double>(m_grid.wholeColumns) / m_grid.reduction / m_result.width;
    const double rows = static_cast<double>(m_grid.wholeRows) / m_grid.reduction / m_result.height;
    const double share = 1 / (columns * rows);
    std::uint16_t* out = m_result.pixels.data()
        + static_cast<std::size_t>(m_row) * static_cast<std::size_t>(m_result.width);
    for (const Span& span : m_spans) {
        double sum = double{m_sums[static_cast<std::size_t>(span.first)]} * span.firstWeight;
        for (int x = span.first + 1; x < span.last; ++x)
            sum += m_sums[static_cast<std::size_t>(x)];
        sum += double{m_sums[static_cast<std::size_t>(span.last)]} * span.lastWeight;
        *out++ = static_cast<std::uint16_t>(std::min(sum * share + 0.5, 65535.0));
    }
    m_sumsEmpty = true;
    ++m_row;
}

} // namespace ccad::preprocess
