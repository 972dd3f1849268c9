// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/overlay/contours.h"

#include "core/overlay/saliency_grid.h"

#include <array>
#include <cstddef>
#include <unordered_map>

namespace ccad {
namespace {

constexpr int none = -1;

/// The values, and a number for each edge between neighbours: 2 i from pixel i to the right, 2 i +
/// 1 from pixel i downwards.
class Grid
{
public:
    Grid(std::span<const float> values, int columns, int rows, float level)
        : m_values(values), m_columns(columns), m_rows(rows), m_level(level)
    {
    }

    [[nodiscard]] float at(int x, int y) const { return m_values[std::size_t(y * m_columns + x)]; }
    [[nodiscard]] bool isInside(int x, int y) const { return at(x, y) >= m_level; }
    [[nodiscard]] int edgeRight(int x, int y) const { return 2 * (y * m_columns + x); }
    [[nodiscard]] int edgeDown(int x, int y) const { return 2 * (y * m_columns + x) + 1; }

    /// Where the line crosses an edge; its ends lie on different sides, hence differ.
    [[nodiscard]] ContourPoint crossing(int edge) const
    {
        const bool goesDown = edge % 2 != 0;
        const int x = edge / 2 % m_columns;
        const int y = edge / 2 / m_columns;
        const double first = at(x, y);
        const double second = goesDown ? at(x, y + 1) : at(x + 1, y);
        const double part = (double(m_level) - first) / (second - first);
        return {(x + 0.5 + (goesDown ? 0 : part)) / m_columns,
                (y + 0.5 + (goesDown ? part : 0)) / m_rows};
    }

    /// Is the middle of the square to the right and below inside?
    [[nodiscard]] bool isMiddleInside(int x, int y) const
    {
        return (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4 >= m_level;
    }

private:
    std::span<const float> m_values;
    int m_columns;
    int m_rows;
    float m_level;
};

/// Crossings that follow each other, as their edges.
struct Chain
{
    std::vector<int> edges;
    bool isClosed = false;
};

/// Links crossings that follow each other; each has one or two neighbours.
class Segments
{
public:
    void add(int first, int second)
    {
        join(first, second);
        join(second, first);
    }

    /// Open chains first; each crossing is in one chain.
    [[nodiscard]] std::vector<Chain> chains()
    {
        std::vector<Chain> result;
        for (const int edge : m_order)
            if (const auto ends = m_neighbours.find(edge);
                ends != m_neighbours.end() && ends->second[1] == none)
                result.push_back({follow(edge), false});
        for (const int edge : m_order)
            if (m_neighbours.contains(edge))
                result.push_back({follow(edge), true});
        return result;
    }

private:
    void join(int edge, int other)
    {
        const auto [entry, isNew] = m_neighbours.try_emplace(edge, std::array{other, none});
        if (isNew)
            m_order.push_back(edge);
        else
            entry->second[1] = other;
    }

    std::vector<int> follow(int start)
    {
        std::vector<int> line;
        for (int edge = start; edge != none;) {
            const std::array<int, 2> neighbours = m_neighbours.at(edge);
            m_neighbours.erase(edge);
            line.push_back(edge);
            edge = none;
            for (const int next : neighbours)
                if (next != none && m_neighbours.contains(next))
                    edge = next;
        }
        return line;
    }

    std::unordered_map<int, std::array<int, 2>> m_neighbours;
    std::vector<int> m_order; ///< of the first sight, so that the same values give the same lines
};

void cutSquare(const Grid& grid, int x, int y, Segments& segments)
{
    const int top = grid.edgeRight(x, y);
    const int left = grid.edgeDown(x, y);
    const int bottom = grid.edgeRight(x, y + 1);
    const int right = grid.edgeDown(x + 1, y);
    const std::array<bool, 4> corners = {grid.isInside(x, y), grid.isInside(x + 1, y),
                                         grid.isInside(x + 1, y + 1), grid.isInside(x, y + 1)};
    const std::array<int, 4> edges = {top, right, bottom, left}; // edge i: corner i to corner i + 1
    std::vector<int> crossed;
    for (std::size_t i = 0; i < 4; ++i)
        if (corners[i] != corners[(i + 1) % 4])
            crossed.push_back(edges[i]);
    if (crossed.size() == 2)
        return segments.add(crossed[0], crossed[1]);
    if (crossed.size() != 4)
        return;
    // A saddle: corners on the middle's side are connected, the other two are cut off.
    if (corners[0] == grid.isMiddleInside(x, y)) {
        segments.add(top, right);
        segments.add(bottom, left);
    } else {
        segments.add(left, top);
        segments.add(right, bottom);
    }
}

} // namespace

std::vector<ContourLine> contourLines(std::span<const float> values, int columns, int rows,
                                      float level)
{
    if (columns < 2 || rows < 2 || values.size() < std::size_t(columns) * std::size_t(rows))
        return {};
    const Grid grid(values, columns, rows, level);
    Segments segments;
    for (int y = 0; y + 1 < rows; ++y)
        for (int x = 0; x + 1 < columns; ++x)
            cutSquare(grid, x, y, segments);

    std::vector<ContourLine> lines;
    for (const Chain& chain : segments.chains()) {
        ContourLine line;
        line.isClosed = chain.isClosed;
        for (const int edge : chain.edges)
            line.points.push_back(grid.crossing(edge));
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<ContourLine> contourLines(const PlacedMap& placed, int columns, int rows, float level)
{
    if (placed.isEmpty())
        return {};
    return contourLines(enlarged(placed.map, placed.window, columns, rows), columns, rows, level);
}

} // namespace ccad
