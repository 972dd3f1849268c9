// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/film_overlays.h"

#include "core/overlay/plane_drawing.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr std::size_t mostLines = 4;

QString tr(const char* text, int count = -1)
{
    return QCoreApplication::translate("FilmOverlays", text, nullptr, count);
}

DrawingPlace drawingPlaceOf(const FilmOverlayPlace& place)
{
    const QTransform& from = place.fromImage;
    DrawingPlace drawing;
    drawing.width = place.size.width();
    drawing.height = place.size.height();
    drawing.xu = from.m11();
    drawing.xv = from.m21();
    drawing.yu = from.m12();
    drawing.yv = from.m22();
    drawing.x0 = from.dx();
    drawing.y0 = from.dy();
    drawing.line = std::max(1, int(std::lround(place.ratio)));
    return drawing;
}

QString wordsOf(const OverlayPlane& plane)
{
    if (plane.label.isEmpty() || plane.description.isEmpty())
        return plane.label + plane.description;
    return plane.label + u", "_s + plane.description;
}

} // namespace

QImage filmOverlayImage(const std::vector<OverlayPlane>& planes, const FilmOverlayPlace& place)
{
    if (planes.empty() || place.size.isEmpty())
        return {};
    const std::vector<PlaneInk> inks = drawPlanes(planes, drawingPlaceOf(place));
    QImage image(place.size, QImage::Format_ARGB32_Premultiplied);
    const PlaneInk* ink = inks.data();
    for (int y = 0; y < image.height(); ++y) {
        auto* out = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x, ++ink)
            out[x] = *ink == PlaneInk::Line ? qRgba(255, 255, 255, 255)
                : *ink == PlaneInk::Edge    ? qRgba(0, 0, 0, planeEdgeAlpha)
                                            : 0U;
    }
    return image;
}

QStringList filmOverlayLines(const std::vector<OverlayPlane>& planes, bool textHidden)
{
    QStringList lines;
    for (const OverlayPlane& plane : planes) {
        if (lines.size() == int(mostLines)) {
            lines << tr("and %n more overlay(s)", int(planes.size() - mostLines));
            break;
        }
        const QString name = tr("Overlay %1").arg(QString::number(plane.group, 16).toUpper());
        const QString words = textHidden ? QString() : wordsOf(plane);
        lines << (words.isEmpty() ? name : tr("%1: %2").arg(name, words));
    }
    return lines;
}

} // namespace ccad
