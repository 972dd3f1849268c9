// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/saliency_map.h"

#include <span>
#include <vector>

namespace ccad {

/// A point in fractions of the radiograph, 0..1 from its left and its top edge.
struct ContourPoint
{
    double x = 0;
    double y = 0;
};

/// A line of equal value. Closed: the last point joins the first, which is not repeated; open: it
/// ends at an edge of the radiograph.
struct ContourLine
{
    std::vector<ContourPoint> points; ///< at least two
    bool isClosed = false;
};

/// The lines at `level` through values, row-major, at the centres of columns x rows pixels that
/// cover the radiograph: marching squares (Lorensen and Cline 1987, in the plane), with linear
/// interpolation along the edges; a saddle is cut by the mean of its corners. Values equal to the
/// level lie inside.
[[nodiscard]] std::vector<ContourLine> contourLines(std::span<const float> values, int columns,
                                                    int rows, float level);

/// The lines for the part of a map over the radiograph, enlarged to columns x rows.
[[nodiscard]] std::vector<ContourLine> contourLines(const PlacedMap& placed, int columns, int rows,
                                                    float level);

} // namespace ccad
