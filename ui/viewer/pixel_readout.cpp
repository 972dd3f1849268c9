// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pixel_readout.h"

#include <cmath>

namespace ccad {

std::optional<PixelReadout> readoutAt(const Radiograph& radiograph, QPointF point)
{
    const int x = int(std::floor(point.x()));
    const int y = int(std::floor(point.y()));
    if (x < 0 || y < 0 || x >= radiograph.columns || y >= radiograph.rows)
        return std::nullopt;
    const auto stored = (*radiograph.pixels)[size_t(y) * size_t(radiograph.columns) + size_t(x)];
    return PixelReadout{x, y, stored * radiograph.valueScale + radiograph.valueOffset,
                        radiograph.valueUnit};
}

} // namespace ccad
