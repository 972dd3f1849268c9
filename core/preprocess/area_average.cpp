// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/area_average.h"

#include <algorithm>

namespace ccad::preprocess {

AreaAverage::AreaAverage(int sourceWidth, int sourceHeight, int width, int height)
    : m_sourceWidth(sourceWidth), m_sourceHeight(sourceHeight),
      m_sums(static_cast<std::size_t>(sourceWidth)), m_result{width, height, {}}
{
    m_result.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    // In units of 1/width of a column, borders are whole numbers: no rounding adds up.
    for (int column = 0; column < width; ++column) {
        const qint64 begin = qint64{column} * sourceWidth;
        const qint64 end = begin + sourceWidth;
        Span span;
        span.first = static_cast<int>(begin / width);
        span.last = static_cast<int>((end - 1) / width);
        const auto share = [width](qint64 units) {
            return static_cast<float>(units) / static_cast<float>(width);
        };
        span.firstWeight = share(std::min((span.first + qint64{1}) * width, end) - begin);
        span.lastWeight = span.last > span.first ? share(end - qint64{span.last} * width) : 0;
        m_spans.push_back(span);
    }
}

void AreaAverage::add(const std::uint16_t* row)
{
    const qint64 height = m_result.height;
    const qint64 begin = qint64{m_sourceRow} * height;
    const qint64 end = begin + height;
    ++m_sourceRow;
    const qint64 border = (m_row + qint64{1}) * m_sourceHeight;
    const auto share
        = [height](qint64 units) { return static_cast<float>(units) / static_cast<float>(height); };
    accumulate(row, share(std::min(end, border) - begin));
    if (end < border)
        return;
    finishRow();
    if (end > border)
        accumulate(row, share(end - border));
}

void AreaAverage::accumulate(const std::uint16_t* row, float weight)
{
    float* sums = m_sums.data();
    const int width = m_sourceWidth;
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
    // In double, since a float would lose the last of 16 bits over a large area.
    const double columns = static_cast<double>(m_sourceWidth) / m_result.width;
    const double rows = static_cast<double>(m_sourceHeight) / m_result.height;
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
