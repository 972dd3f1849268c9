// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/overlay_layer.h"
#include "ui/viewer/overlay_names.h"

#include <QImage>
#include <QSize>

namespace ccad {

/// The overlay of a saliency map at full opacity, to be stretched over the whole radiograph; ready
/// to be painted. Belongs on a worker thread. Null when there is no map.
[[nodiscard]] QImage overlayImage(const PlacedMap& placed, QSize radiographSize, ColourMap map);

/// The lines at a quarter, a half and three quarters of the map, in pixels of the radiograph. A
/// level that the map nowhere crosses has no line.
[[nodiscard]] std::vector<OverlayContour> overlayContours(const PlacedMap& placed,
                                                          QSize radiographSize);

/// The part of the radiograph that the map covers, in its pixels; null when the map covers all of
/// it.
[[nodiscard]] QRectF seenPart(const PlacedMap& placed, QSize radiographSize);

/// Colours, contours or both, as the style says. Belongs on a worker thread.
[[nodiscard]] OverlayLayer overlayLayer(const PlacedMap& placed, QSize radiographSize,
                                        ColourMap map, OverlayStyle style);

} // namespace ccad
