// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/internal/plot_chart_view.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QRubberBand>
#include <QScatterSeries>
#include <QValueAxis>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double grip = 16; ///< the handle is taken this far from its centre
constexpr double mostZoom = 1e4;
constexpr double zoomStep = 1.25;
constexpr int leastBand = 8; ///< a smaller rubber band is a click

double distance(QPointF a, QPointF b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

} // namespace

PlotChartView::PlotChartView(QWidget* parent)
    : QChartView(parent), m_theme(currentTheme()), m_crosshair(m_data),
      m_band(new QRubberBand(QRubberBand::Rectangle, viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(200, 160);
    setContextMenuPolicy(Qt::NoContextMenu); // the frame's menu opens instead
    m_band->setAccessibleName(tr("Part to enlarge"));
    viewport()->setAccessibleName(tr("Plot"));
    rebuild();
}

void PlotChartView::setPlot(const PlotData& plot)
{
    const bool sameAxes = plot.x.title == m_data.x.title && plot.y.title == m_data.y.title;
    const QRectF kept = isZoomed() && sameAxes ? ranges() : QRectF();
    m_data = plot;
    m_crosshair.clear();
    rebuild();
    if (kept.isValid())
        setRanges(kept);
    Q_EMIT zoomChanged();
}

void PlotChartView::rebuild()
{
    m_theme = currentTheme();
    m_colours = plotColoursOf(m_theme);
    const std::unique_ptr<QChart> old(chart());
    setChart(makeChart(m_data, m_colours, font()).release()); // the view owns it
    setBackgroundBrush(m_colours.background);
}

void PlotChartView::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    const bool isRestyle
        = event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange;
    if ((isRestyle && m_theme != currentTheme()) || event->type() == QEvent::FontChange) {
        const QRectF kept = ranges();
        rebuild();
        setRanges(kept);
    }
}

void PlotChartView::moveHandle(QPointF value)
{
    for (PlotSeries& series : m_data.series)
        if (series.kind == PlotSeries::Kind::Handle)
            series.points = {value};
    for (QAbstractSeries* series : chart()->series())
        if (series->property("handle").toBool())
            qobject_cast<QScatterSeries*>(series)->replace({value});
}

QRectF PlotChartView::home() const
{
    return {m_data.x.low, m_data.y.low, m_data.x.high - m_data.x.low, m_data.y.high - m_data.y.low};
}

QRectF PlotChartView::ranges() const
{
    const QValueAxis* x = axisOf(*chart(), Qt::Horizontal);
    const QValueAxis* y = axisOf(*chart(), Qt::Vertical);
    return {x->min(), y->min(), x->max() - x->min(), y->max() - y->min()};
}

void PlotChartView::setRanges(QRectF wanted)
{
    const QRectF whole = home();
    wanted.setWidth(std::clamp(wanted.width(), whole.width() / mostZoom, whole.width()));
    wanted.setHeight(std::clamp(wanted.height(), whole.height() / mostZoom, whole.height()));
    wanted.moveLeft(std::clamp(wanted.left(), whole.left(), whole.right() - wanted.width()));
    wanted.moveTop(std::clamp(wanted.top(), whole.top(), whole.bottom() - wanted.height()));
    setAxisRange(*axisOf(*chart(), Qt::Horizontal), wanted.left(), wanted.right(),
                 m_data.x.integers);
    setAxisRange(*axisOf(*chart(), Qt::Vertical), wanted.top(), wanted.bottom(), m_data.y.integers);
    viewport()->update();
    Q_EMIT zoomChanged();
}

bool PlotChartView::isZoomed() const
{
    const QRectF now = ranges();
    const QRectF whole = home();
    return now.width() < whole.width() * (1 - 1e-9) || now.height() < whole.height() * (1 - 1e-9);
}

void PlotChartView::resetZoom()
{
    setRanges(home());
}

void PlotChartView::zoomBy(double factor, QPointF centre)
{
    const QPointF fixed = toValue(centre);
    const QRectF now = ranges();
    setRanges({fixed.x() - (fixed.x() - now.left()) / factor,
               fixed.y() - (fixed.y() - now.top()) / factor, now.width() / factor,
               now.height() / factor});
}

void PlotChartView::pan(int right, int up)
{
    QRectF now = ranges();
    now.translate(right * now.width() / 8, up * now.height() / 8);
    setRanges(now);
}

PlotGeometry PlotChartView::geometry() const
{
    return {chart()->plotArea(), ranges()};
}

QPointF PlotChartView::toView(QPointF value) const
{
    return geometry().toView(value);
}

QPointF PlotChartView::toValue(QPointF position) const
{
    return geometry().toValue(position);
}

QStringList PlotChartView::crosshairText() const
{
    return m_crosshair.text(geometry());
}

const PlotSeries* PlotChartView::handle() const
{
    for (const PlotSeries& series : m_data.series)
        if (series.kind == PlotSeries::Kind::Handle && !series.points.empty())
            return &series;
    return nullptr;
}

bool PlotChartView::isOnHandle(QPointF position) const
{
    const PlotSeries* found = handle();
    return found && distance(toView(found->points.front()), position) <= grip;
}

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
        if (m_crosshair.moveTo(event->position(), geometry()))
            viewport()->update();
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
    if (!m_crosshair.step(points, series))
        return;
    viewport()->update();
    setAccessibleDescription(crosshairText().join(u", "_s));
    QAccessibleEvent said(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&said);
}

void PlotChartView::leaveEvent(QEvent* event)
{
    m_crosshair.clear();
    viewport()->update();
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
    m_crosshair.paint(*painter, geometry(), m_colours, viewport()->size());
    painter->restore();
}

} // namespace ccad
