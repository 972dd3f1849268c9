// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/overlay_image.h"

#include "core/overlay/contours.h"

#include <QPolygonF>

namespace ccad {

namespace {

// The map has 7 or 14 cells a side: more pixels would only repeat the interpolation.
constexpr int longSide = 448;
constexpr int contourSide = 224; ///< between its points a line is straight

constexpr double contourLevels[] = {0.25, 0.5, 0.75};

QSize gridSize(QSize radiographSize, int side)
{
    return radiographSize.scaled(side, side, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
}

QPainterPath pathOf(const std::vector<ContourLine>& lines, QSize radiographSize)
{
    QPainterPath path;
    for (const ContourLine& line : lines) {
        QPolygonF polygon;
        for (const ContourPoint point : line.points)
            polygon << QPointF(point.x * radiographSize.width(), point.y * radiographSize.height());
        path.addPolygon(polygon);
        if (line.isClosed)
            path.closeSubpath();
    }
    return path;
}

} // namespace

QImage overlayImage(const PlacedMap& placed, QSize radiographSize, ColourMap map)
{
    if (placed.isEmpty() || radiographSize.isEmpty())
        return {};
    const QSize size = gridSize(radiographSize, longSide);
    const OverlayImage overlay = renderOverlay(placed, size.width(), size.height(), map, 1.0);
    const QImage view(overlay.rgba.data(), overlay.width, overlay.height, overlay.width * 4,
                      QImage::Format_RGBA8888);
    // A copy as well: `view` only borrows the pixels.
    return view.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

std::vector<OverlayContour> overlayContours(const PlacedMap& placed, QSize radiographSize)
{
    if (placed.isEmpty() || radiographSize.isEmpty())
        return {};
    const QSize size = gridSize(radiographSize, contourSide);
    std::vector<OverlayContour> contours;
    for (const double level : contourLevels) {
        const auto lines = contourLines(placed, size.width(), size.height(), float(level));
        if (!lines.empty())
            contours.push_back({level, pathOf(lines, radiographSize)});
    }
    return contours;
}

QRectF seenPart(const PlacedMap& placed, QSize radiographSize)
{
    const MapWindow& window = placed.window;
    if (placed.isEmpty() || window.width <= 0 || window.height <= 0)
        return {};
    // The map covers 0..1 of itself, the radiograph the window.
    const QRectF whole(0, 0, radiographSize.width(), radiographSize.height());
    const QSizeF map(whole.width() / window.width, whole.height() / window.height);
    const QRectF seen
        = QRectF(QPointF(-window.left * map.width(), -window.top * map.height()), map) & whole;
    constexpr double least = 0.5; // a pixel's rounding is no crop
    const bool isAll
        = whole.width() - seen.width() < least && whole.height() - seen.height() < least;
    return isAll ? QRectF() : seen;
}

OverlayLayer overlayLayer(const PlacedMap& placed, QSize radiographSize, ColourMap map,
                          OverlayStyle style)
{
    OverlayLayer layer;
    layer.colourMap = map;
    layer.seen = seenPart(placed, radiographSize);
    if (style != OverlayStyle::Contours)
        layer.colours = overlayImage(placed, radiographSize, map);
    if (style != OverlayStyle::Colours)
        layer.contours = overlayContours(placed, radiographSize);
    return layer;
}

} // namespace ccad
