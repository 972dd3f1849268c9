// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/internal/plot_legend.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ccad {

namespace {

constexpr int sampleWidth = 34;
constexpr int sampleGap = 8;
constexpr int entryGap = 20;

/// A regular polygon or star about the centre, its first corner on top.
QPainterPath polygon(QPointF centre, double radius, int corners, double inner = 0)
{
    QPainterPath path;
    const int count = inner > 0 ? 2 * corners : corners;
    for (int i = 0; i < count; ++i) {
        const double angle = 2 * std::numbers::pi * i / count - std::numbers::pi / 2;
        const double r = inner > 0 && i % 2 == 1 ? inner : radius;
        const QPointF corner = centre + QPointF(std::cos(angle), std::sin(angle)) * r;
        i == 0 ? path.moveTo(corner) : path.lineTo(corner);
    }
    path.closeSubpath();
    return path;
}

QPainterPath pathOf(PlotMarker marker, QPointF centre, double radius)
{
    QPainterPath path;
    switch (marker) {
    case PlotMarker::Circle:
        path.addEllipse(centre, radius, radius);
        return path;
    case PlotMarker::Square:
        path.addRect(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius));
        return path;
    case PlotMarker::Diamond:
        return polygon(centre, radius, 4);
    case PlotMarker::Triangle:
        return polygon(centre, radius, 3);
    case PlotMarker::Star:
        return polygon(centre, radius, 5, radius * 0.45);
    case PlotMarker::Pentagon:
        return polygon(centre, radius, 5);
    }
    return path;
}

} // namespace

PlotLegend::PlotLegend(const PlotData& data, PlotColours colours, const QFont& font)
    : m_colours(std::move(colours)), m_font(font)
{
    const QFontMetrics metrics(font);
    m_rowHeight = metrics.height() + spacing::small;
    for (const PlotSeries& series : data.series) {
        if (series.name.isEmpty())
            continue;
        PlotSeries entry = series;
        entry.points.clear();
        entry.note = {};
        entry.intervals.clear();
        m_entries.push_back(
            {entry, sampleWidth + sampleGap + metrics.horizontalAdvance(series.name) + 2});
    }
}

std::vector<QRect> PlotLegend::arrange(int width) const
{
    std::vector<QRect> places;
    int x = 0;
    int y = 0;
    for (const Entry& entry : m_entries) {
        const int w = std::min(entry.width, width);
        if (x > 0 && x + w > width) {
            x = 0;
            y += m_rowHeight;
        }
        places.emplace_back(x, y, w, m_rowHeight);
        x += w + entryGap;
    }
    return places;
}

int PlotLegend::heightFor(int width) const
{
    const auto places = arrange(width);
    return places.empty() ? 0 : places.back().bottom() + 1;
}

void PlotLegend::paintSample(QPainter& painter, const PlotSeries& series, const QRectF& area) const
{
    painter.setPen(penOf(series, m_colours));
    if (series.kind == PlotSeries::Kind::Line || series.kind == PlotSeries::Kind::Guide)
        painter.drawLine(QPointF(area.left(), area.center().y()),
                         QPointF(area.right(), area.center().y()));
    if (!hasMarkers(series))
        return;
    const bool isHandle = series.kind == PlotSeries::Kind::Handle;
    painter.setPen(isHandle ? QPen(colourOf(series, m_colours), 2) : QPen(Qt::NoPen));
    painter.setBrush(isHandle ? m_colours.background : colourOf(series, m_colours));
    painter.drawPath(pathOf(markerOf(series), area.center(), isHandle ? 6 : 4));
    painter.setBrush(Qt::NoBrush);
}

void PlotLegend::paint(QPainter& painter, const QRect& area) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_font);
    const auto places = arrange(area.width());
    for (size_t i = 0; i < places.size(); ++i) {
        const QRect place = places[i].translated(area.topLeft());
        const PlotSeries& series = m_entries[i].series;
        paintSample(painter, series, QRectF(place.left(), place.top(), sampleWidth, m_rowHeight));
        const QRect text = place.adjusted(sampleWidth + sampleGap, 0, 0, 0);
        painter.setPen(m_colours.text);
        painter.drawText(
            text, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(m_font).elidedText(series.name, Qt::ElideMiddle, text.width()));
    }
    painter.restore();
}

PlotLegendWidget::PlotLegendWidget(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Legend"));
}

void PlotLegendWidget::setLegend(const PlotLegend& legend)
{
    m_legend = legend;
    updateGeometry();
    update();
}

int PlotLegendWidget::heightForWidth(int width) const
{
    return m_legend.heightFor(width);
}

QSize PlotLegendWidget::sizeHint() const
{
    return {200, m_legend.heightFor(std::max(width(), 200))};
}

QSize PlotLegendWidget::minimumSizeHint() const
{
    return {0, 0};
}

void PlotLegendWidget::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    m_legend.paint(painter, rect());
}

} // namespace ccad
