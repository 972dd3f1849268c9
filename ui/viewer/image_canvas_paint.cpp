// SPDX-License-Identifier: GPL-3.0-or-later
// How the canvas paints itself.
#include "ui/viewer/canvas_marks.h"
#include "ui/viewer/image_canvas.h"
#include "ui/viewer/measurement_painter.h"
#include "ui/viewer/overlay_painter.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace ccad {

namespace {

constexpr double labelMargin = 4; ///< between a measurement's label and the edge

} // namespace

void ImageCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintView(painter);
    if (hasFocus()) {
        painter.setPen(coloursOf(Theme::ReadingRoom).accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

QImage ImageCanvas::viewImage()
{
    const double ratio = devicePixelRatioF();
    QImage image((QSizeF(size()) * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    QPainter painter(&image);
    painter.setFont(font());
    paintView(painter);
    return image;
}

void ImageCanvas::paintView(QPainter& painter)
{
    painter.fillRect(rect(), Qt::black);
    if (!hasStudy()) {
        paintHint(painter, rect(), m_hint);
        return;
    }
    followRatio(); // the window may have moved to another screen
    const double ratio = devicePixelRatioF();
    const QSize deviceSize = (QSizeF(size()) * ratio).toSize();
    m_layers.setView({m_view.imageToView() * QTransform::fromScale(ratio, ratio), deviceSize, ratio,
                      m_nearest ? Interpolation::Nearest : Interpolation::Smooth});
    const QRect place = m_layers.rect();
    paintMarksLayer(deviceSize, ratio);
    painter.save();
    // The layers have device pixels and must not be scaled once more.
    painter.scale(1 / ratio, 1 / ratio);
    if (!place.isEmpty()) {
        painter.drawImage(place.topLeft(), m_layers.grey());
        if (isOverlayShown())
            painter.drawImage(place.topLeft(), m_layers.overlay());
    }
    painter.drawImage(QPoint(), m_marks);
    painter.restore();
}

void ImageCanvas::paintMarksLayer(QSize deviceSize, double ratio)
{
    if (!m_marksStale && m_marks.size() == deviceSize)
        return;
    if (m_marks.size() != deviceSize)
        m_marks = QImage(deviceSize, QImage::Format_ARGB32_Premultiplied);
    m_marksStale = false;
    m_marks.fill(Qt::transparent);
    m_marks.setDevicePixelRatio(ratio);
    QPainter painter(&m_marks);
    painter.setFont(font());
    paintMeasurements(painter);
    paintMarks(painter);
    painter.end();
    m_marks.setDevicePixelRatio(1); // drawn among other layers of device pixels
}

void ImageCanvas::paintMeasurements(QPainter& painter) const
{
    const QRectF area
        = QRectF(rect()).adjusted(labelMargin, labelMargin, -labelMargin, -labelMargin);
    const MeasurementLook look{m_view.imageToView(), area, radiograph().spacing, m_lengthUnit};
    const std::vector<Measurement> shown = m_measure.shown();
    for (int i = 0; i < int(shown.size()); ++i)
        paintMeasurement(painter, shown[size_t(i)], look, i == selectedMeasurement());
    if (const auto unfinished = m_measure.unfinished())
        paintMeasurement(painter, *unfinished, look, true);
    if (m_crosshair)
        paintCrosshair(painter, look.imageToView.map(*m_crosshair));
}

void ImageCanvas::paintMarks(QPainter& painter) const
{
    QStringList changes;
    if (m_view.isMirrored())
        changes << tr("Mirrored");
    if (m_view.isTurned())
        changes << tr("Turned");
    if (m_inverted)
        changes << tr("Inverted");
    paintBadges(painter, rect(), changes);
    paintCornerLines(painter, rect(), m_cornerLines);
    const Radiograph& shown = radiograph();
    paintEdgeLetters(painter, rect(),
                     edgeLetters(shown.rowDirection, shown.columnDirection, m_view.orientation()));
    if (shown.spacing)
        paintScaleBar(painter, rect(), m_view, *shown.spacing, m_lengthUnit);
    const OverlayLayer& overlay = m_layers.overlayLayer();
    if (isOverlayShown() && !overlay.colours.isNull())
        paintColourLegend(painter, QRectF(rect()).adjusted(8, 8, -8, -8), overlay.colourMap);
}

} // namespace ccad
