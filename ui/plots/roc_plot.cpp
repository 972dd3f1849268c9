// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/roc_plot.h"

#include "core/statistics/operating_point.h"
#include "ui/plots/figure_text.h"
#include "ui/plots/internal/plot_chart_view.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double margin = 0.02; ///< so that curves along the frame stay visible

QString noteOn(double threshold)
{
    return std::isfinite(threshold) ? RocPlot::tr("Threshold: %1").arg(figureText(threshold))
                                    : RocPlot::tr("Nothing is called positive");
}

void addCurve(PlotData& plot, const PlottedScores& curve, int style)
{
    const RocCurve roc(curve.scores, curve.positive);
    if (!roc.isDefined())
        return;
    PlotSeries series;
    series.name = RocPlot::tr("%1: AUC %2")
                      .arg(curve.name, intervalText(delongInterval(curve.scores, curve.positive)));
    series.style = style;
    for (const RocPoint& point : roc.points())
        series.points.emplace_back(point.falsePositiveRate, point.truePositiveRate);
    series.note = [points = roc.points()](size_t i) { return noteOn(points[i].threshold); };
    plot.summary += (plot.summary.isEmpty() ? QString() : u"; "_s) + series.name;
    plot.series.push_back(std::move(series));
}

CsvTable tableOf(const std::vector<PlottedScores>& curves)
{
    CsvTable table;
    table.header = {u"curve"_s, u"threshold"_s, u"false_positive_rate"_s, u"true_positive_rate"_s};
    for (const PlottedScores& curve : curves) {
        const RocCurve roc(curve.scores, curve.positive);
        for (const RocPoint& point : roc.points())
            table.rows.push_back({curve.name, csvNumber(point.threshold),
                                  csvNumber(point.falsePositiveRate),
                                  csvNumber(point.truePositiveRate)});
    }
    return table;
}

} // namespace

PlotData rocPlotData(const QString& title, const std::vector<PlottedScores>& curves)
{
    PlotData plot;
    plot.title = title;
    plot.exportSize = QSize(720, 760);
    plot.x = {RocPlot::tr("False positive rate (1 − specificity)"), -margin, 1 + margin, false};
    plot.y = {RocPlot::tr("True positive rate (sensitivity)"), -margin, 1 + margin, false};
    plot.table = [curves] { return tableOf(curves); };
    for (size_t i = 0; i < curves.size(); ++i)
        addCurve(plot, curves[i], int(i));
    PlotSeries chance;
    chance.kind = PlotSeries::Kind::Guide;
    chance.name = RocPlot::tr("Chance");
    chance.points = {{0, 0}, {1, 1}};
    plot.series.push_back(chance);
    return plot;
}

RocPlot::RocPlot(QWidget* parent) : PlotView(parent)
{
    connect(&chartView(), &PlotChartView::handleDragged, this, &RocPlot::dragTo);
    connect(&chartView(), &PlotChartView::handleStepped, this, &RocPlot::step);
}

void RocPlot::setScores(const QString& title, const std::vector<PlottedScores>& curves)
{
    m_title = title;
    m_curves = curves;
    m_trackCurve = -1;
    m_track.clear();
    const PlotData shown = rocPlotData(title, curves);
    if (shown.series.size() == 1) // the diagonal alone
        return clear(tr("A ROC curve needs images of the class and images of others."));
    setPlot(shown);
}

void RocPlot::setOperatingPoint(int curve, double threshold)
{
    if (curve < 0 || curve >= int(m_curves.size()))
        return;
    m_threshold = threshold;
    if (curve == m_trackCurve)
        return moveHandle(pointAt(threshold));
    const PlottedScores& track = m_curves[size_t(curve)];
    const RocCurve roc(track.scores, track.positive);
    if (!roc.isDefined())
        return;
    m_trackCurve = curve;
    m_track.assign(roc.points().begin() + 1, roc.points().end());
    PlotSeries handle;
    handle.kind = PlotSeries::Kind::Handle;
    handle.style = curve;
    handle.name = tr("Chosen threshold; drag it, or use the arrow keys");
    handle.points = {pointAt(threshold)};
    PlotData shown = rocPlotData(m_title, m_curves);
    shown.series.push_back(handle);
    setPlot(shown);
}

QPointF RocPlot::pointAt(double threshold) const
{
    const PlottedScores& track = m_curves[size_t(m_trackCurve)];
    const OperatingPoint point = operatingPoint(track.scores, track.positive, threshold);
    return {1 - point.specificity.value, point.sensitivity.value};
}

void RocPlot::dragTo(QPointF value)
{
    if (m_track.empty())
        return;
    const auto distance = [value](const RocPoint& point) {
        return std::hypot(point.falsePositiveRate - value.x(), point.truePositiveRate - value.y());
    };
    const auto nearest = std::min_element(
        m_track.begin(), m_track.end(),
        [&](const RocPoint& a, const RocPoint& b) { return distance(a) < distance(b); });
    setOperatingPoint(m_trackCurve, nearest->threshold);
    Q_EMIT thresholdChosen(nearest->threshold);
}

void RocPlot::step(int steps)
{
    if (m_track.empty())
        return;
    // Between two scores the handle sits on the point of the higher one.
    const auto below
        = std::partition_point(m_track.begin(), m_track.end(), [this](const RocPoint& point) {
              return point.threshold >= m_threshold;
          });
    const auto index = std::clamp<std::ptrdiff_t>(below - m_track.begin() - 1 + steps, 0,
                                                  std::ptrdiff_t(m_track.size()) - 1);
    const double threshold = m_track[size_t(index)].threshold;
    setOperatingPoint(m_trackCurve, threshold);
    Q_EMIT thresholdChosen(threshold);
}

} // namespace ccad
