// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/overlay_layer.h"

#include <QRectF>
#include <QSizeF>
#include <QTransform>

#include <limits>

class QPainter;

namespace ccad {

/// How an overlay lies on the painted picture.
struct OverlayPlace
{
    QTransform fromImage; ///< from pixels of the radiograph to pixels of the painter
    QSizeF imageSize; ///< size of the radiograph
    double ratio = 1; ///< device pixels per view pixel: widens lines and enlarges text
    double opacity = 0.5; ///< 0..1; contours are opaque from one half on, so that they stay legible
    /// The lowest place for words, in pixels of the painter: marks lie below it.
    double lowestWords = std::numeric_limits<double>::infinity();
};

/// Paints the colours, then the contours (white with a dark outline, their level beside them), then
/// a thin dashed frame with words around the part that the model saw, unless it saw the whole
/// radiograph.
void paintOverlay(QPainter& painter, const OverlayLayer& overlay, const OverlayPlace& place);

/// The legend: an upright bar with "1 most" above and "0 none" below it, at the lower right of
/// `area`, in view pixels.
void paintColourLegend(QPainter& painter, const QRectF& area, ColourMap map);

} // namespace ccad
