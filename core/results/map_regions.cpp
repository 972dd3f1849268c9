// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/map_regions.h"

#include "core/overlay/saliency_grid.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ccad::results {

namespace {

constexpr int side = 128; ///< of the grid over the film
constexpr int margin = 2; ///< of cells around it: see framed()
constexpr int framedSide = side + 2 * margin;
constexpr double smallest = 0.001; ///< of the film

/// The grid with a frame of its own outermost values, and outside it one of values below any level:
/// lines run across the edge of the film, turn beyond it and come back, so that all are closed.
std::vector<float> framed(const std::vector<float>& grid)
{
    std::vector<float> result(std::size_t{framedSide} * framedSide, -1.0F);
    for (int y = 1; y + 1 < framedSide; ++y)
        for (int x = 1; x + 1 < framedSide; ++x) {
            const int row = std::clamp(y - margin, 0, side - 1);
            const int column = std::clamp(x - margin, 0, side - 1);
            result[static_cast<std::size_t>(y * framedSide + x)]
                = grid[static_cast<std::size_t>(row * side + column)];
        }
    return result;
}

/// From the framed grid to the film; what lies beyond an edge comes to lie on it.
ContourPoint onFilm(const ContourPoint& point)
{
    const auto coordinate = [](double framedFraction) {
        return std::clamp((framedFraction * framedSide - margin) / side, 0.0, 1.0);
    };
    return {coordinate(point.x), coordinate(point.y)};
}

bool isSame(const ContourPoint& one, const ContourPoint& other)
{
    return one.x == other.x && one.y == other.y;
}

/// Does b lie on the way from a to c along one edge of the film?
bool isOnEdgeBetween(const ContourPoint& a, const ContourPoint& b, const ContourPoint& c)
{
    const auto isEdge = [](double value) { return value == 0.0 || value == 1.0; };
    return (a.x == b.x && b.x == c.x && isEdge(b.x)) || (a.y == b.y && b.y == c.y && isEdge(b.y));
}

ContourLine outlineOf(const ContourLine& line)
{
    ContourLine outline{{}, true};
    std::vector<ContourPoint>& points = outline.points;
    for (const ContourPoint& framedPoint : line.points) {
        const ContourPoint point = onFilm(framedPoint);
        if (!points.empty() && isSame(points.back(), point))
            continue;
        if (points.size() > 1 && isOnEdgeBetween(points[points.size() - 2], points.back(), point))
            points.pop_back();
        points.push_back(point);
    }
    if (points.size() > 1 && isSame(points.front(), points.back()))
        points.pop_back();
    return outline;
}

bool contains(const ContourLine& outline, const ContourPoint& point)
{
    bool inside = false;
    const std::vector<ContourPoint>& points = outline.points;
    for (std::size_t i = 0, before = points.size() - 1; i < points.size(); before = i++) {
        const ContourPoint& a = points[i];
        const ContourPoint& b = points[before];
        if ((a.y > point.y) != (b.y > point.y)
            && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x)
            inside = !inside;
    }
    return inside;
}

/// An outline within another one is the rim of a hole, one within a hole that of a part again.
bool isHole(const std::vector<ContourLine>& outlines, std::size_t index)
{
    int around = 0;
    for (std::size_t i = 0; i < outlines.size(); ++i)
        if (i != index && contains(outlines[i], outlines[index].points.front()))
            ++around;
    return around % 2 != 0;
}

} // namespace

double areaOf(const ContourLine& outline)
{
    double doubled = 0;
    const std::vector<ContourPoint>& points = outline.points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const ContourPoint& next = points[(i + 1) % points.size()];
        doubled += points[i].x * next.y - next.x * points[i].y;
    }
    return std::abs(doubled) / 2;
}

std::vector<ContourLine> mapRegions(const PlacedMap& placed, double level)
{
    if (placed.isEmpty())
        return {};
    const std::vector<float> grid = framed(enlarged(placed.map, placed.window, side, side));
    std::vector<ContourLine> outlines;
    for (const ContourLine& line :
         contourLines(grid, framedSide, framedSide, static_cast<float>(level))) {
        ContourLine outline = outlineOf(line);
        if (outline.points.size() > 2)
            outlines.push_back(std::move(outline));
    }
    std::vector<ContourLine> regions;
    for (std::size_t i = 0; i < outlines.size(); ++i)
        if (areaOf(outlines[i]) >= smallest && !isHole(outlines, i))
            regions.push_back(outlines[i]);
    std::stable_sort(regions.begin(), regions.end(), [](const auto& one, const auto& other) {
        return areaOf(one) > areaOf(other);
    });
    return regions;
}

} // namespace ccad::results
