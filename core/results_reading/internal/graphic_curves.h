// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

#include <vector>

namespace ccad::results {

/// A smooth line through the points (Catmull-Rom); closed where the last point is the first.
[[nodiscard]] std::vector<QPointF> curveThrough(const std::vector<QPointF>& points);
/// A circle by its centre and a point on it; the last point joins the first, which is not repeated.
[[nodiscard]] std::vector<QPointF> circleBy(QPointF centre, QPointF onIt);
/// An ellipse by the ends of its longer and of its shorter axis. Empty for fewer than four points.
[[nodiscard]] std::vector<QPointF> ellipseBy(const std::vector<QPointF>& axes);

} // namespace ccad::results
