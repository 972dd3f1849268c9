// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "core/overlay/overlay.h"

#include <cstdint>
#include <vector>

namespace ccad {

/// How a radiograph lies on a drawing: its point (u, v) at x = xu * u + xv * v + x0 and
/// y = yu * u + yv * v + y0, turned by quarters, mirrored and scaled.
struct DrawingPlace
{
    int width = 0; ///< of the drawing, in its own pixels
    int height = 0;
    double xu = 1;
    double xv = 0;
    double yu = 0;
    double yv = 1;
    double x0 = 0;
    double y0 = 0;
    int line = 1; ///< the least width of a line, and the width of the dark edge around it
};

enum class PlaneInk : std::uint8_t
{
    None,
    Edge, ///< dark, around lines, so that they show on white as well
    Line
};

/// What the planes of a file draw, width x height values, row-major. However small the radiograph
/// is drawn, no line is lost.
[[nodiscard]] std::vector<PlaneInk> drawPlanes(const std::vector<OverlayPlane>& planes,
                                               const DrawingPlace& place);

/// How dark an edge is, 0..255: the film shows through.
constexpr std::uint8_t planeEdgeAlpha = 190;

/// Draws the planes over an overlay of the whole radiograph, pixel upon pixel: white with a dark
/// edge.
void addPlanes(OverlayImage& overlay, const std::vector<OverlayPlane>& planes);

} // namespace ccad
