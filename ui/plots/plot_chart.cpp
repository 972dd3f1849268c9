// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/internal/plot_chart.h"

#include "ui/plots/internal/plot_legend.h"

#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double markerSize = 7;
constexpr double handleSize = 15;

QScatterSeries::MarkerShape shapeOf(PlotMarker marker)
{
    switch (marker) {
    case PlotMarker::Circle:
        return QScatterSeries::MarkerShapeCircle;
    case PlotMarker::Square:
        return QScatterSeries::MarkerShapeRectangle;
    case PlotMarker::Diamond:
        return QScatterSeries::MarkerShapeRotatedRectangle;
    case PlotMarker::Triangle:
        return QScatterSeries::MarkerShapeTriangle;
    case PlotMarker::Star:
        return QScatterSeries::MarkerShapeStar;
    case PlotMarker::Pentagon:
        return QScatterSeries::MarkerShapePentagon;
    }
    return QScatterSeries::MarkerShapeCircle;
}

QValueAxis* makeAxis(const PlotAxis& content, const PlotColours& colours, const QFont& font)
{
    auto* axis = new QValueAxis;
    axis->setTickType(QValueAxis::TicksDynamic);
    axis->setTitleText(content.title.toHtmlEscaped()); // which Qt Charts takes for HTML
    axis->setTitleFont(plotFont(font));
    axis->setTitleBrush(colours.text);
    axis->setLabelsFont(plotFont(font, 0.92));
    axis->setLabelsBrush(colours.mutedText);
    axis->setLinePen(QPen(colours.mutedText, 1));
    axis->setGridLinePen(QPen(colours.grid, 1));
    setAxisRange(*axis, content.low, content.high, content.integers);
    return axis;
}

void attach(QChart& chart, QAbstractSeries* series)
{
    chart.addSeries(series);
    for (QAbstractAxis* axis : chart.axes())
        series->attachAxis(axis);
}

/// Leaves out the points in the middle of straight pieces: they cost time and break up dashes.
QList<QPointF> cornersOf(const std::vector<QPointF>& points)
{
    QList<QPointF> corners;
    for (const QPointF& point : points) {
        if (corners.size() >= 2) {
            const QPointF before = corners.last() - corners[corners.size() - 2];
            const QPointF after = point - corners.last();
            const double turn = before.x() * after.y() - before.y() * after.x();
            const bool isForward = QPointF::dotProduct(before, after) >= 0;
            if (std::abs(turn) < 1e-12 && isForward)
                corners.removeLast();
        }
        corners.append(point);
    }
    return corners;
}

void addLine(QChart& chart, const std::vector<QPointF>& points, const QPen& pen)
{
    auto* line = new QLineSeries;
    line->replace(cornersOf(points));
    line->setPen(pen);
    attach(chart, line);
}

void addMarkers(QChart& chart, const PlotSeries& series, const PlotColours& colours)
{
    const bool isHandle = series.kind == PlotSeries::Kind::Handle;
    auto* markers = new QScatterSeries;
    markers->setName(series.name);
    markers->setMarkerShape(shapeOf(markerOf(series)));
    markers->setMarkerSize(isHandle ? handleSize : markerSize);
    markers->setBrush(isHandle ? colours.background : colourOf(series, colours));
    markers->setPen(isHandle ? QPen(colourOf(series, colours), 3) : QPen(Qt::NoPen));
    markers->setProperty("handle", isHandle);
    markers->replace(QList<QPointF>(series.points.begin(), series.points.end()));
    attach(chart, markers);
}

void addIntervals(QChart& chart, const PlotSeries& series, const PlotColours& colours)
{
    QPen pen(colourOf(series, colours), 1.5);
    for (size_t i = 0; i < series.intervals.size() && i < series.points.size(); ++i) {
        const double x = series.points[i].x();
        addLine(chart, {{x, series.intervals[i].x()}, {x, series.intervals[i].y()}}, pen);
    }
}

} // namespace

double tickInterval(double range, bool integers)
{
    if (!(range > 0) || !std::isfinite(range))
        return 1;
    const double rough = range / 5;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double factor = rough / power;
    const double interval = power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
    return integers ? std::max(1.0, std::round(interval)) : interval;
}

QString axisNumber(double value, double range)
{
    const int decimals
        = range > 0 ? std::clamp(int(std::ceil(1 - std::log10(range))) + 1, 0, 9) : 3;
    return QString::number(value, 'f', decimals);
}

void setAxisRange(QValueAxis& axis, double low, double high, bool integers)
{
    const double interval = tickInterval(high - low, integers);
    const int decimals = std::clamp(int(std::ceil(-std::log10(interval) - 1e-9)), 0, 9);
    axis.setTickAnchor(0);
    axis.setTickInterval(interval);
    axis.setLabelFormat(u"%.%1f"_s.arg(decimals));
    axis.setRange(low, high);
}

QValueAxis* axisOf(const QChart& chart, Qt::Orientation orientation)
{
    const auto axes = chart.axes(orientation);
    return axes.isEmpty() ? nullptr : qobject_cast<QValueAxis*>(axes.first());
}

std::unique_ptr<QChart> makeChart(const PlotData& data, const PlotColours& colours,
                                  const QFont& font)
{
    auto chart = std::make_unique<QChart>();
    chart->legend()->hide();
    chart->setBackgroundBrush(colours.background);
    chart->setBackgroundPen(Qt::NoPen);
    chart->setBackgroundRoundness(0);
    chart->setMargins(QMargins(4, 8, 12, 4));
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->addAxis(makeAxis(data.x, colours, font), Qt::AlignBottom);
    chart->addAxis(makeAxis(data.y, colours, font), Qt::AlignLeft);
    for (const PlotSeries& series : data.series) {
        const bool isLine
            = series.kind == PlotSeries::Kind::Line || series.kind == PlotSeries::Kind::Guide;
        if (isLine)
            addLine(*chart, series.points, penOf(series, colours));
        addIntervals(*chart, series, colours);
        if (hasMarkers(series))
            addMarkers(*chart, series, colours);
    }
    return chart;
}

void paintPlot(QPainter& painter, const QSize& size, const PlotData& data,
               const PlotColours& colours, const QFont& font)
{
    constexpr int edge = 16;
    const int width = size.width() - 2 * edge;
    painter.fillRect(QRect(QPoint(), size), colours.background);
    QFont titleFont = plotFont(font, 1.15);
    titleFont.setWeight(QFont::DemiBold);
    painter.setFont(titleFont);
    painter.setPen(colours.text);
    QRect title = painter.boundingRect(QRect(edge, edge, width, size.height()),
                                       Qt::AlignLeft | Qt::TextWordWrap, data.title);
    painter.drawText(title, Qt::AlignLeft | Qt::TextWordWrap, data.title);

    const PlotLegend legend(data, colours, plotFont(font));
    const int legendHeight = legend.heightFor(width);
    const QRect body(edge, title.bottom() + edge / 2, width,
                     size.height() - title.bottom() - legendHeight - 2 * edge);
    QGraphicsScene scene;
    auto chart = makeChart(data, colours, font);
    chart->resize(body.size());
    chart->layout()->activate();
    QChart* item = chart.release();
    scene.addItem(item); // and owns it
    scene.render(&painter, body, QRectF(QPointF(), body.size()));
    legend.paint(painter, QRect(edge, size.height() - edge - legendHeight, width, legendHeight));
}

} // namespace ccad
