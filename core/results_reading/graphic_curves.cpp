// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/graphic_curves.h"

#include <cmath>
#include <numbers>

namespace ccad::results {

namespace {

constexpr int piecesOfCircle = 96;
constexpr int piecesBetween = 12; ///< of two points of a curve
constexpr std::size_t mostSmoothed = 5000; ///< more points are near enough to each other

QPointF catmullRom(QPointF before, QPointF from, QPointF to, QPointF after, double t)
{
    return 0.5
        * (2 * from + (to - before) * t + (2 * before - 5 * from + 4 * to - after) * t * t
           + (3 * from - before - 3 * to + after) * t * t * t);
}

} // namespace

std::vector<QPointF> curveThrough(const std::vector<QPointF>& points)
{
    const std::size_t count = points.size();
    if (count < 3 || count > mostSmoothed)
        return points;
    const bool isClosed = points.front() == points.back();
    std::vector<QPointF> curve;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const QPointF before = i > 0 ? points[i - 1] : points[isClosed ? count - 2 : 0];
        const QPointF after = i + 2 < count ? points[i + 2] : points[isClosed ? 1 : count - 1];
        for (int piece = 0; piece < piecesBetween; ++piece)
            curve.push_back(
                catmullRom(before, points[i], points[i + 1], after, double(piece) / piecesBetween));
    }
    curve.push_back(points.back());
    return curve;
}

std::vector<QPointF> circleBy(QPointF centre, QPointF onIt)
{
    const QPointF radius = onIt - centre;
    const QPointF across(-radius.y(), radius.x());
    return ellipseBy({centre - radius, centre + radius, centre - across, centre + across});
}

std::vector<QPointF> ellipseBy(const std::vector<QPointF>& axes)
{
    if (axes.size() < 4)
        return {};
    const QPointF centre = (axes[0] + axes[1]) / 2;
    const QPointF longer = (axes[1] - axes[0]) / 2;
    const QPointF shorter = (axes[3] - axes[2]) / 2;
    std::vector<QPointF> outline;
    for (int piece = 0; piece < piecesOfCircle; ++piece) {
        const double angle = 2 * std::numbers::pi * piece / piecesOfCircle;
        outline.push_back(centre + longer * std::cos(angle) + shorter * std::sin(angle));
    }
    return outline;
}

} // namespace ccad::results
