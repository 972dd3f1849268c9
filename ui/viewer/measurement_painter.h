// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/measurement.h"

#include <QRectF>
#include <QTransform>

class QPainter;

namespace ccad {

/// How measurements appear in a view.
struct MeasurementLook
{
    QTransform imageToView;
    QRectF area; ///< area of the view in which labels have to stay
    std::optional<PixelSpacing> spacing;
    LengthUnit unit = LengthUnit::Millimetre;
};

/// Paints lines and handles of the same width at every zoom, and the value beside them. An
/// unfinished measurement may have fewer points than its kind asks for.
void paintMeasurement(QPainter& painter, const Measurement& measurement,
                      const MeasurementLook& look, bool selected);

/// Shows where the keyboard will set the next point.
void paintCrosshair(QPainter& painter, QPointF at);

} // namespace ccad
