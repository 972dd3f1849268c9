// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/internal/plot_chart_view.h"

#include <QRubberBand>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr double reach = 48; ///< the crosshair finds a point this far from the pointer
constexpr double grip = 16; ///< the handle is taken this far from its centre
constexpr double mostZoom = 1e4;

double distance(QPointF a, QPointF b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

bool isFinite(QPointF point)
{
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

} // namespace

PlotChartView::PlotChartView(QWidget* parent)
    : QChartView(parent), m_theme(currentTheme()),
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
    m_crosshair.reset();
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

QPointF PlotChartView::toView(QPointF value) const
{
    const QRectF area = chart()->plotArea();
    const QRectF now = ranges();
    return {area.left() + (value.x() - now.left()) / now.width() * area.width(),
            area.bottom() - (value.y() - now.top()) / now.height() * area.height()};
}

QPointF PlotChartView::toValue(QPointF position) const
{
    const QRectF area = chart()->plotArea();
    const QRectF now = ranges();
    return {now.left() + (position.x() - area.left()) / area.width() * now.width(),
            now.top() + (area.bottom() - position.y()) / area.height() * now.height()};
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

std::optional<PlotChartView::Place> PlotChartView::nearest(QPointF position) const
{
    std::optional<Place> best;
    double least = reach;
    for (size_t s = 0; s < m_data.series.size(); ++s) {
        const PlotSeries& series = m_data.series[s];
        if (series.kind == PlotSeries::Kind::Guide)
            continue;
        for (size_t i = 0; i < series.points.size(); ++i) {
            if (!isFinite(series.points[i]))
                continue;
            const QPointF at = toView(series.points[i]);
            const double away = distance(at, position);
            if (away < least && chart()->plotArea().adjusted(-1, -1, 1, 1).contains(at)) {
                least = away;
                best = Place{s, i};
            }
        }
    }
    return best;
}

void PlotChartView::setCrosshair(std::optional<Place> place)
{
    if (m_crosshair == place)
        return;
    m_crosshair = place;
    viewport()->update();
}

QStringList PlotChartView::crosshairText() const
{
    if (!m_crosshair)
        return {};
    const PlotSeries& series = m_data.series[m_crosshair->series];
    const QPointF point = series.points[m_crosshair->point];
    const auto number = [](double value, const PlotAxis& axis, double range) {
        return axis.integers ? QString::number(value, 'f', 0) : axisNumber(value, range);
    };
    QStringList lines;
    if (!series.name.isEmpty())
        lines << series.name;
    lines << tr("%1: %2").arg(m_data.x.title, number(point.x(), m_data.x, ranges().width()))
          << tr("%1: %2").arg(m_data.y.title, number(point.y(), m_data.y, ranges().height()));
    if (series.note)
        lines << series.note(m_crosshair->point);
    lines.removeAll(QString());
    return lines;
}

} // namespace ccad
