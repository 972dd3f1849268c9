// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/overlay/overlay.h"

#include <QImage>
#include <QPainterPath>
#include <QRectF>

#include <vector>

namespace ccad {

/// A line of equal saliency, in pixels of the unturned radiograph, so that it can be drawn sharp
/// through the same transform as the picture.
struct OverlayContour
{
    double level = 0.5; ///< 0..1
    QPainterPath path;
};

/// The overlay of a radiograph, ready to be painted: values only, made on a worker.
struct OverlayLayer
{
    QImage colours; ///< stretched over the whole radiograph; null: none
    std::vector<OverlayContour> contours; ///< empty: none
    ColourMap colourMap = ColourMap::Inferno;
    /// The part of the radiograph that the model saw, in pixels of the radiograph; null: all of it.
    QRectF seen;
    /// True: in the part that it saw, the model saw the lungs alone, on plain grey.
    bool lungsAlone = false;
    [[nodiscard]] bool isEmpty() const { return colours.isNull() && contours.empty(); }
};

} // namespace ccad
