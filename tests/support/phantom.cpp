// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/phantom.h"

#include <algorithm>
#include <cmath>

namespace ccad::test {

namespace {

/// 1 within an ellipse, falling to 0 over its soft edge.
double ellipse(double x, double y, double centerX, double centerY, double radiusX, double radiusY,
               double edge)
{
    const double distance = std::hypot((x - centerX) / radiusX, (y - centerY) / radiusY);
    return std::clamp((1 - distance) / edge + 0.5, 0.0, 1.0);
}

/// Ribs arch outwards and downwards from the spine, brighter at their edges.
double ribs(double x, double y)
{
    const double outward = std::abs(x - 0.5);
    const double phase = (y + 0.9 * outward * outward - 0.12 * outward) / 0.085;
    const double inRib = std::abs(phase - std::floor(phase) - 0.5) * 2;
    return inRib > 0.62 ? 0.6 + 0.4 * inRib : 0;
}

/// The density at a place; both coordinates from 0 to 1, y downwards.
double density(double x, double y)
{
    const double body = std::max(ellipse(x, y, 0.5, 0.68, 0.47, 0.62, 0.06),
                                 ellipse(x, y, 0.5, 0.05, 0.13, 0.3, 0.1));
    const double right = ellipse(x, y, 0.29, 0.49, 0.165, 0.34, 0.1);
    const double left = ellipse(x, y, 0.71, 0.49, 0.155, 0.34, 0.1);
    const double heart = ellipse(x, y, 0.56, 0.64, 0.17, 0.15, 0.12);
    const double aorta = ellipse(x, y, 0.545, 0.33, 0.05, 0.07, 0.3);
    const double domeRight = ellipse(x, y, 0.29, 0.92, 0.22, 0.2, 0.08);
    const double domeLeft = ellipse(x, y, 0.71, 0.95, 0.22, 0.2, 0.08);
    const double spine = std::clamp((0.045 - std::abs(x - 0.5)) / 0.02, 0.0, 1.0);

    const double lungs = std::max(right, left) * (1 - std::max(domeRight, domeLeft));
    double value = 0.62 * body;
    value -= 0.44 * lungs;
    value += 0.1 * lungs * ribs(x, y);
    value += 0.33 * lungs * std::max(heart, aorta);
    value += 0.22 * spine * body;
    return std::clamp(value, 0.0, 1.0);
}

} // namespace

std::vector<std::int32_t> drawChest(int columns, int rows, int white)
{
    std::vector<std::int32_t> values;
    values.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column)
            values.push_back(static_cast<std::int32_t>(
                std::lround(white * density((column + 0.5) / columns, (row + 0.5) / rows))));
    }
    return values;
}

std::vector<std::int32_t> drawColours(int columns, int rows, int white)
{
    std::vector<std::int32_t> values;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            values.push_back(white * column / std::max(columns - 1, 1));
            values.push_back(white * row / std::max(rows - 1, 1));
            values.push_back(white * (column + row) / std::max(columns + rows - 2, 1));
        }
    }
    return values;
}

} // namespace ccad::test
