// SPDX-License-Identifier: GPL-3.0-or-later
// How a plot answers mouse and keyboard, and how it paints its crosshair.
#include "ui/plots/internal/plot_chart_view.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QRubberBand>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double zoomStep = 1.25;
constexpr int leastBand = 8; ///< a smaller rubber band is a click

} // namespace

void PlotChartView::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / 120.0;
    // Nothing left to zoom out of: the page around the plot scrolls.
    if (notches == 0 || (notches < 0 && !isZoomed()))
        return event->ignore();
    zoomBy(std::pow(zoomStep, notches), event->position());
    event->accept();
}

void PlotChartView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    if (isOnHandle(event->position())) {
        m_draggingHandle = true;
        setCursor(Qt::ClosedHandCursor);
    } else {
        m_bandStart = event->position().toPoint();
        m_band->setGeometry(QRect(m_bandStart, QSize()));
        m_band->show();
    }
    event->accept();
}

void PlotChartView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_draggingHandle) {
        Q_EMIT handleDragged(toValue(event->position()));
    } else if (m_band->isVisible()) {
        m_band->setGeometry(QRect(m_bandStart, event->position().toPoint())
                                .normalized()
                                .intersected(chart()->plotArea().toAlignedRect()));
    } else {
        setCursor(isOnHandle(event->position()) ? Qt::OpenHandCursor : Qt::ArrowCursor);
        setCrosshair(nearest(event->position()));
    }
    event->accept();
}

void PlotChartView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    if (m_draggingHandle) {
        m_draggingHandle = false;
        setCursor(Qt::OpenHandCursor);
        Q_EMIT handleDragged(toValue(event->position()));
    } else if (m_band->isVisible()) {
        m_band->hide();
        const QRectF band = m_band->geometry();
        if (band.width() >= leastBand && band.height() >= leastBand)
            setRanges(QRectF(toValue(band.bottomLeft()), toValue(band.topRight())));
    }
    event->accept();
}

void PlotChartView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        resetZoom();
    event->accept();
}

void PlotChartView::keyPressEvent(QKeyEvent* event)
{
    const QPointF centre = chart()->plotArea().center();
    const bool isForward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Up;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(zoomStep, centre);
    case Qt::Key_Minus:
        return zoomBy(1 / zoomStep, centre);
    case Qt::Key_0:
    case Qt::Key_Home:
        return resetZoom();
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const bool isSideways = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
        const int step = isForward ? 1 : -1;
        if (handle() && !event->modifiers().testFlag(Qt::ControlModifier))
            Q_EMIT handleStepped(event->modifiers().testFlag(Qt::ShiftModifier) ? 10 * step : step);
        else if (isZoomed())
            pan(isSideways ? step : 0, isSideways ? 0 : step);
        else
            stepCrosshair(isSideways ? step : 0, isSideways ? 0 : step);
        return;
    }
    default:
        QChartView::keyPressEvent(event);
    }
}

void PlotChartView::stepCrosshair(int points, int series)
{
    std::vector<size_t> there;
    for (size_t s = 0; s < m_data.series.size(); ++s)
        if (m_data.series[s].kind != PlotSeries::Kind::Guide && !m_data.series[s].points.empty())
            there.push_back(s);
    if (there.empty())
        return;
    if (!m_crosshair) {
        setCrosshair(Place{there.front(), 0});
    } else {
        auto at = std::find(there.begin(), there.end(), m_crosshair->series) - there.begin();
        at = std::clamp<std::ptrdiff_t>(at - series, 0, std::ptrdiff_t(there.size()) - 1);
        const size_t chosen = there[size_t(at)];
        const auto last = std::ptrdiff_t(m_data.series[chosen].points.size()) - 1;
        const auto point
            = std::clamp<std::ptrdiff_t>(std::ptrdiff_t(m_crosshair->point) + points, 0, last);
        setCrosshair(Place{chosen, size_t(point)});
    }
    setAccessibleDescription(crosshairText().join(u", "_s));
    QAccessibleEvent said(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&said);
}

void PlotChartView::leaveEvent(QEvent* event)
{
    setCrosshair(std::nullopt);
    QChartView::leaveEvent(event);
}

void PlotChartView::focusInEvent(QFocusEvent* event)
{
    QChartView::focusInEvent(event);
    viewport()->update();
}

void PlotChartView::focusOutEvent(QFocusEvent* event)
{
    QChartView::focusOutEvent(event);
    viewport()->update();
}

void PlotChartView::drawForeground(QPainter* painter, const QRectF& rect)
{
    QChartView::drawForeground(painter, rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (hasFocus()) {
        painter->setPen(QPen(currentColours().accent, 1));
        painter->drawRoundedRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    if (m_crosshair)
        paintCrosshair(*painter);
    painter->restore();
}

void PlotChartView::paintCrosshair(QPainter& painter) const
{
    const PlotSeries& series = m_data.series[m_crosshair->series];
    const QPointF at = toView(series.points[m_crosshair->point]);
    const QRectF area = chart()->plotArea();
    if (!area.adjusted(-1, -1, 1, 1).contains(at))
        return;
    painter.setPen(QPen(m_colours.mutedText, 1, Qt::DotLine));
    painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()));
    painter.drawLine(QPointF(area.left(), at.y()), QPointF(area.right(), at.y()));
    painter.setPen(QPen(m_colours.text, 1.5));
    painter.drawEllipse(at, 5, 5);

    const QString text = crosshairText().join(u'\n');
    const QFontMetrics metrics(painter.font());
    const QSizeF words = metrics.size(0, text);
    QRectF box(at + QPointF(14, 14), words + QSizeF(16, 12));
    if (box.right() > viewport()->width() - 4)
        box.moveRight(std::max(at.x() - 14, box.width() + 4));
    if (box.bottom() > viewport()->height() - 4)
        box.moveBottom(at.y() - 14);
    painter.setPen(m_colours.grid);
    painter.setBrush(currentColours().field);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(m_colours.text);
    painter.drawText(box.adjusted(8, 6, 0, 0), Qt::AlignLeft | Qt::AlignTop, text);
}

} // namespace ccad
