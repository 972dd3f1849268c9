// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/film_graphics_painter.h"

#include "ui/viewer/internal/canvas_text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

namespace ccad {

namespace {

constexpr double lineWidth = 1.5;
constexpr double outlineWidth = 3.5;
constexpr double pointArm = 5;
constexpr int fillAlpha = 60;
constexpr qsizetype mostLines = 40; ///< of one text
constexpr qsizetype longestLine = 200;

const QColor graphicColour(125, 220, 255);

QPolygonF polygonOf(const std::vector<QPointF>& points)
{
    QPolygonF polygon;
    polygon.reserve(qsizetype(points.size()));
    for (const QPointF point : points)
        polygon << point;
    return polygon;
}

void paintShutter(QPainter& painter, const results::FilmGraphics& graphics,
                  const FilmGraphicsPlace& place)
{
    if (graphics.visible.empty())
        return;
    QPainterPath film;
    film.addRect(place.image);
    QPainterPath visible = film;
    for (const std::vector<QPointF>& outline : graphics.visible) {
        QPainterPath one;
        one.addPolygon(polygonOf(outline));
        one.closeSubpath();
        visible = visible.intersected(one);
    }
    painter.fillPath(place.imageToView.map(film.subtracted(visible)), Qt::black);
}

/// Draws twice: a dark, wider line first, so that it shows on bone as well as on air.
void strokeOutlined(QPainter& painter, const QPainterPath& path)
{
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(path, QPen(QColor(0, 0, 0, 200), outlineWidth));
    painter.strokePath(path, QPen(graphicColour, lineWidth));
}

void paintLines(QPainter& painter, const results::FilmGraphics& graphics,
                const FilmGraphicsPlace& place)
{
    for (const results::DrawnLine& line : graphics.lines) {
        QPainterPath path;
        path.addPolygon(polygonOf(line.points));
        if (line.isClosed)
            path.closeSubpath();
        const QPainterPath inView = place.imageToView.map(path);
        QColor fill = graphicColour;
        fill.setAlpha(fillAlpha);
        if (line.isFilled)
            painter.fillPath(inView, fill);
        strokeOutlined(painter, inView);
    }
}

void paintPoints(QPainter& painter, const results::FilmGraphics& graphics,
                 const FilmGraphicsPlace& place)
{
    for (const QPointF point : graphics.points) {
        const QPointF at = place.imageToView.map(point);
        QPainterPath cross;
        cross.moveTo(at - QPointF(pointArm, 0));
        cross.lineTo(at + QPointF(pointArm, 0));
        cross.moveTo(at - QPointF(0, pointArm));
        cross.lineTo(at + QPointF(0, pointArm));
        strokeOutlined(painter, cross);
    }
}

/// The words stay upright, whichever way the film is turned.
void paintText(QPainter& painter, const results::DrawnText& text, const FilmGraphicsPlace& place)
{
    const QFontMetricsF metrics(painter.font());
    const QPointF anchor = text.anchor ? place.imageToView.map(*text.anchor) : QPointF();
    const QPointF corner = text.box ? place.imageToView.mapRect(*text.box).topLeft()
                                    : anchor + QPointF(pointArm, pointArm);
    if (text.anchor && text.isAnchorVisible) {
        QPainterPath leader;
        leader.moveTo(anchor);
        leader.lineTo(text.box ? place.imageToView.mapRect(*text.box).center() : corner);
        strokeOutlined(painter, leader);
    }
    double base = corner.y() + metrics.ascent();
    for (const QString& line : text.text.split(QLatin1Char('\n')).mid(0, mostLines)) {
        paintOutlinedText(painter, QPointF(corner.x(), base), line.left(longestLine),
                          graphicColour);
        base += metrics.lineSpacing();
    }
}

} // namespace

void paintFilmGraphics(QPainter& painter, const results::FilmGraphics& graphics,
                       const FilmGraphicsPlace& place)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintShutter(painter, graphics, place);
    paintLines(painter, graphics, place);
    paintPoints(painter, graphics, place);
    for (const results::DrawnText& text : graphics.texts)
        paintText(painter, text, place);
    painter.restore();
}

} // namespace ccad
