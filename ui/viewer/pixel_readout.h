// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QPointF>
#include <QString>

#include <optional>

namespace ccad {

/// One pixel of the radiograph and its value, in the unit of the modality.
struct PixelReadout
{
    int x = 0;
    int y = 0;
    double value = 0;
    QString unit; ///< or empty
};

/// The pixel at a point of the picture; nothing beside it.
[[nodiscard]] std::optional<PixelReadout> readoutAt(const Radiograph& radiograph, QPointF point);

} // namespace ccad
