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
    QRectF area; ///< of the view, where labels have to stay
    std::optional<PixelSpacing> spacing;
    LengthUnit unit = LengthUnit::Millimetre;
};

/// Lines and handles of the same width at every zoom, and the value beside them. One that is still
/// being drawn may have fewer points than its kind asks for.
void paintMeasurement(QPainter& painter, const Measurement& measurement,
                      const MeasurementLook& look, bool selected);

/// Where the next point will be set by the keyboard.
void paintCrosshair(QPainter& painter, QPointF at);

} // namespace ccad
