// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/overlay_image.h"

namespace ccad {

namespace {

// The map has 7 or 14 cells a side: more pixels would only repeat the interpolation.
constexpr int longSide = 448;

} // namespace

QImage overlayImage(const PlacedMap& placed, QSize radiographSize, ColourMap map)
{
    if (placed.isEmpty() || radiographSize.isEmpty())
        return {};
    const QSize size
        = radiographSize.scaled(longSide, longSide, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
    const OverlayImage overlay = renderOverlay(placed, size.width(), size.height(), map, 1.0);
    const QImage view(overlay.rgba.data(), overlay.width, overlay.height, overlay.width * 4,
                      QImage::Format_RGBA8888);
    // A copy as well: `view` only borrows the pixels.
    return view.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

std::span<const ColourMapName> colourMapNames()
{
    static const ColourMapName names[] = {
        {ColourMap::Inferno, QStringLiteral("inferno"), QStringLiteral("Inferno")},
        {ColourMap::Viridis, QStringLiteral("viridis"), QStringLiteral("Viridis")},
        {ColourMap::Cividis, QStringLiteral("cividis"), QStringLiteral("Cividis")},
    };
    return names;
}

ColourMap colourMapOf(const QString& key)
{
    for (const ColourMapName& name : colourMapNames())
        if (name.key == key)
            return name.map;
    return ColourMap::Inferno;
}

} // namespace ccad
