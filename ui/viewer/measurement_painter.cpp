// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/measurement_painter.h"

#include "ui/viewer/internal/canvas_text.h"
#include "ui/widgets/theme.h"

#include <QLineF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr double lineWidth = 1.5;
constexpr double outlineWidth = 3.5;
constexpr double handleRadius = 4;
constexpr double arcRadius = 24;
constexpr double labelGap = 12;
constexpr double crosshairArm = 12;

/// A colour that is neither the white of contours nor a grey of the picture.
const QColor lineColour(255, 224, 130);

/// Draws twice: a dark, wider outline first, so that the line shows on bone as well as on air.
template <typename Draw> void outlined(QPainter& painter, const QColor& colour, Draw draw)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 200), outlineWidth, Qt::SolidLine, Qt::FlatCap));
    draw();
    painter.setPen(QPen(colour, lineWidth, Qt::SolidLine, Qt::FlatCap));
    draw();
}

/// Degrees as QPainter::drawArc counts them, anticlockwise from three o'clock.
double directionOf(QPointF from, QPointF to)
{
    return QLineF(from, to).angle();
}

void paintArc(QPainter& painter, const QPolygonF& points)
{
    const double reach = std::min(
        {arcRadius, QLineF(points[1], points[0]).length(), QLineF(points[1], points[2]).length()});
    const double start = directionOf(points[1], points[0]);
    const double span = std::remainder(directionOf(points[1], points[2]) - start, 360.0);
    const QRectF circle(points[1] - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
    painter.drawArc(circle, int(start * 16), int(span * 16));
}

/// The place of the text beside the measurement: right of a length's right end, outside an angle's
/// vertex.
QPointF labelCentre(const QPolygonF& points, QSizeF label)
{
    if (points.size() < 3) {
        const QPointF end = points[0].x() > points[1].x() ? points[0] : points[1];
        return end + QPointF(labelGap + label.width() / 2, 0);
    }
    const auto unit = [](QPointF from, QPointF to) {
        const QLineF line = QLineF(from, to).unitVector();
        return QPointF(line.dx(), line.dy());
    };
    const QPointF arms = unit(points[1], points[0]) + unit(points[1], points[2]);
    const double length = std::hypot(arms.x(), arms.y());
    const QPointF away = length < 1e-6 ? QPointF(0, 1) : -arms / length;
    return points[1]
        + QPointF(away.x() * (labelGap + label.width() / 2),
                  away.y() * (labelGap + label.height() / 2));
}

QRectF keptWithin(QRectF box, const QRectF& area)
{
    box.moveLeft(
        std::clamp(box.left(), area.left(), std::max(area.left(), area.right() - box.width())));
    box.moveTop(
        std::clamp(box.top(), area.top(), std::max(area.top(), area.bottom() - box.height())));
    return box;
}

} // namespace

void paintMeasurement(QPainter& painter, const Measurement& measurement,
                      const MeasurementLook& look, bool selected)
{
    QPolygonF points;
    for (const QPointF point : measurement.points)
        points << look.imageToView.map(point);
    if (points.isEmpty())
        return;
    const QColor colour = selected ? coloursOf(Theme::ReadingRoom).accent : lineColour;
    const bool hasArc = points.size() == 3 && points[0] != points[1] && points[1] != points[2];
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    outlined(painter, colour, [&] {
        // Lines of their own are painted many times faster than a polyline as long as the view.
        for (int i = 0; i + 1 < points.size(); ++i)
            painter.drawLine(points[i], points[i + 1]);
        if (hasArc)
            paintArc(painter, points);
        for (const QPointF point : points)
            painter.drawEllipse(point, handleRadius + selected, handleRadius + selected);
    });
    if (int(points.size()) == pointsOf(measurement.kind)) {
        const QString text = textOf(measurement, look.spacing, look.unit);
        QRectF box = tagBox(painter, text);
        box.moveCenter(labelCentre(points, box.size()));
        paintTag(painter, keptWithin(box, look.area), text, colour);
    }
    painter.restore();
}

void paintCrosshair(QPainter& painter, QPointF at)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    outlined(painter, coloursOf(Theme::ReadingRoom).accent, [&] {
        painter.drawLine(at - QPointF(crosshairArm, 0), at + QPointF(crosshairArm, 0));
        painter.drawLine(at - QPointF(0, crosshairArm), at + QPointF(0, crosshairArm));
    });
    painter.restore();
}

} // namespace ccad
