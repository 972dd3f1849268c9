// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/marks_layer.h"

#include "ui/viewer/canvas_marks.h"
#include "ui/viewer/film_graphics_painter.h"
#include "ui/viewer/measurement_painter.h"
#include "ui/viewer/overlay_painter.h"

#include <QPainter>

namespace ccad {

namespace {

constexpr double labelMargin = 4; ///< between a measurement's label and the edge

QRectF areaOf(const MarkedView& shown)
{
    return QRectF(QPointF(), shown.size);
}

} // namespace

void MarksLayer::setCornerLines(const QStringList& lines)
{
    m_cornerLines = lines;
    invalidate();
}

void MarksLayer::setLengthUnit(LengthUnit unit)
{
    m_lengthUnit = unit;
    invalidate();
}

const QImage& MarksLayer::image(const MarkedView& shown)
{
    const QSize deviceSize = (QSizeF(shown.size) * shown.ratio).toSize();
    if (!m_isStale && m_image.size() == deviceSize)
        return m_image;
    if (m_image.size() != deviceSize)
        m_image = QImage(deviceSize, QImage::Format_ARGB32_Premultiplied);
    m_isStale = false;
    m_image.fill(Qt::transparent);
    m_image.setDevicePixelRatio(shown.ratio);
    QPainter painter(&m_image);
    painter.setFont(shown.font);
    if (shown.graphics)
        paintFilmGraphics(painter, *shown.graphics,
                          {shown.view.imageToView(),
                           QRectF(0, 0, shown.radiograph.columns, shown.radiograph.rows)});
    paintMeasurements(painter, shown);
    paintEdges(painter, shown);
    painter.end();
    m_image.setDevicePixelRatio(1); // drawn among other layers of device pixels
    return m_image;
}

void MarksLayer::paintMeasurements(QPainter& painter, const MarkedView& shown) const
{
    const QRectF area
        = areaOf(shown).adjusted(labelMargin, labelMargin, -labelMargin, -labelMargin);
    const MeasurementLook look{shown.view.imageToView(), area, shown.radiograph.spacing,
                               m_lengthUnit};
    const std::vector<Measurement> all = shown.measure.shown();
    for (int i = 0; i < int(all.size()); ++i)
        paintMeasurement(painter, all[size_t(i)], look, i == shown.measure.selected());
    if (const auto unfinished = shown.measure.unfinished())
        paintMeasurement(painter, *unfinished, look, true);
    if (shown.crosshair)
        paintCrosshair(painter, look.imageToView.map(*shown.crosshair));
}

void MarksLayer::paintEdges(QPainter& painter, const MarkedView& shown) const
{
    QStringList changes;
    if (shown.view.isMirrored())
        changes << tr("Mirrored");
    if (shown.view.isTurned())
        changes << tr("Turned");
    if (shown.isInverted)
        changes << tr("Inverted");
    if (shown.arePlanesHidden)
        changes << tr("File's overlays hidden");
    const QRectF area = areaOf(shown);
    paintBadges(painter, area, changes);
    paintCornerLines(painter, area, m_cornerLines);
    const Radiograph& radiograph = shown.radiograph;
    paintEdgeLetters(
        painter, area,
        edgeLetters(radiograph.rowDirection, radiograph.columnDirection, shown.view.orientation()));
    if (radiograph.spacing)
        paintScaleBar(painter, area, shown.view, *radiograph.spacing, m_lengthUnit);
    if (shown.legend)
        paintColourLegend(painter, area.adjusted(8, 8, -8, -8), *shown.legend);
}

} // namespace ccad
