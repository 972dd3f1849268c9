// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explain/overlay.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <span>

namespace ccad {

/// The overlay of a saliency map at full opacity, to be stretched over the whole radiograph; ready
/// to be painted. Belongs on a worker thread. Null when there is no map.
[[nodiscard]] QImage overlayImage(const PlacedMap& placed, QSize radiographSize, ColourMap map);

/// A colour map by the name that settings keep and the word that people read.
struct ColourMapName
{
    ColourMap map;
    QString key;
    QString title;
};
[[nodiscard]] std::span<const ColourMapName> colourMapNames();
/// Inferno for an unknown key.
[[nodiscard]] ColourMap colourMapOf(const QString& key);

} // namespace ccad
