// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/internal/plot_crosshair.h"

#include "ui/plots/internal/plot_chart.h"
#include "ui/widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr double reach = 48; ///< the crosshair finds a point this far from the pointer

bool isFinite(QPointF point)
{
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

QRectF withEdges(const QRectF& area)
{
    return area.adjusted(-1, -1, 1, 1);
}

} // namespace

QPointF PlotGeometry::toView(QPointF value) const
{
    return {area.left() + (value.x() - ranges.left()) / ranges.width() * area.width(),
            area.bottom() - (value.y() - ranges.top()) / ranges.height() * area.height()};
}

QPointF PlotGeometry::toValue(QPointF position) const
{
    return {ranges.left() + (position.x() - area.left()) / area.width() * ranges.width(),
            ranges.top() + (area.bottom() - position.y()) / area.height() * ranges.height()};
}

std::optional<PlotCrosshair::Place> PlotCrosshair::nearest(QPointF position,
                                                           const PlotGeometry& geometry) const
{
    std::optional<Place> best;
    double least = reach;
    for (size_t s = 0; s < m_plot.series.size(); ++s) {
        const PlotSeries& series = m_plot.series[s];
        if (series.kind == PlotSeries::Kind::Guide)
            continue;
        for (size_t i = 0; i < series.points.size(); ++i) {
            if (!isFinite(series.points[i]))
                continue;
            const QPointF at = geometry.toView(series.points[i]);
            const double away = std::hypot(at.x() - position.x(), at.y() - position.y());
            if (away < least && withEdges(geometry.area).contains(at)) {
                least = away;
                best = Place{s, i};
            }
        }
    }
    return best;
}

bool PlotCrosshair::moveTo(QPointF position, const PlotGeometry& geometry)
{
    const auto place = nearest(position, geometry);
    const bool isOther = place != m_place;
    m_place = place;
    return isOther;
}

bool PlotCrosshair::step(int points, int series)
{
    std::vector<size_t> there;
    for (size_t s = 0; s < m_plot.series.size(); ++s)
        if (m_plot.series[s].kind != PlotSeries::Kind::Guide && !m_plot.series[s].points.empty())
            there.push_back(s);
    if (there.empty())
        return false;
    if (!m_place) {
        m_place = Place{there.front(), 0};
        return true;
    }
    auto at = std::find(there.begin(), there.end(), m_place->series) - there.begin();
    at = std::clamp<std::ptrdiff_t>(at - series, 0, std::ptrdiff_t(there.size()) - 1);
    const size_t chosen = there[size_t(at)];
    const auto last = std::ptrdiff_t(m_plot.series[chosen].points.size()) - 1;
    const auto point = std::clamp<std::ptrdiff_t>(std::ptrdiff_t(m_place->point) + points, 0, last);
    m_place = Place{chosen, size_t(point)};
    return true;
}

QPointF PlotCrosshair::point() const
{
    return m_plot.series[m_place->series].points[m_place->point];
}

QStringList PlotCrosshair::text(const PlotGeometry& geometry) const
{
    if (!m_place)
        return {};
    const PlotSeries& series = m_plot.series[m_place->series];
    const auto number = [](double value, const PlotAxis& axis, double range) {
        return axis.integers ? QString::number(value, 'f', 0) : axisNumber(value, range);
    };
    const QRectF& ranges = geometry.ranges;
    QStringList lines;
    if (!series.name.isEmpty())
        lines << series.name;
    lines << tr("%1: %2").arg(m_plot.x.title, number(point().x(), m_plot.x, ranges.width()))
          << tr("%1: %2").arg(m_plot.y.title, number(point().y(), m_plot.y, ranges.height()));
    if (series.note)
        lines << series.note(m_place->point);
    lines.removeAll(QString());
    return lines;
}

void PlotCrosshair::paint(QPainter& painter, const PlotGeometry& geometry,
                          const PlotColours& colours, QSize view) const
{
    const QPointF at = m_place ? geometry.toView(point()) : QPointF();
    const QRectF& area = geometry.area;
    if (!m_place || !withEdges(area).contains(at))
        return;
    painter.setPen(QPen(colours.mutedText, 1, Qt::DotLine));
    painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()));
    painter.drawLine(QPointF(area.left(), at.y()), QPointF(area.right(), at.y()));
    painter.setPen(QPen(colours.text, 1.5));
    painter.drawEllipse(at, 5, 5);

    const QString words = text(geometry).join(u'\n');
    const QSizeF size = QFontMetrics(painter.font()).size(0, words);
    QRectF box(at + QPointF(14, 14), size + QSizeF(16, 12));
    if (box.right() > view.width() - 4)
        box.moveRight(std::max(at.x() - 14, box.width() + 4));
    if (box.bottom() > view.height() - 4)
        box.moveBottom(at.y() - 14);
    painter.setPen(colours.grid);
    painter.setBrush(currentColours().field);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(colours.text);
    painter.drawText(box.adjusted(8, 6, 0, 0), Qt::AlignLeft | Qt::AlignTop, words);
}

} // namespace ccad
