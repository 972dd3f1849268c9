// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/precision_recall_plot.h"

#include "core/statistics/curves.h"
#include "ui/plots/figure_text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double margin = 0.02;

QString noteOn(double threshold)
{
    return std::isfinite(threshold)
        ? PrecisionRecallPlot::tr("Threshold: %1").arg(figureText(threshold))
        : PrecisionRecallPlot::tr("Nothing is called positive");
}

void addCurve(PlotData& plot, const PlottedScores& curve, int style)
{
    auto points = precisionRecallCurve(curve.scores, curve.positive);
    if (points.empty())
        return;
    PlotSeries series;
    const double average = averagePrecision(curve.scores, curve.positive);
    const auto positives = std::count(curve.positive.begin(), curve.positive.end(), true);
    series.name = PrecisionRecallPlot::tr("%1: average precision %2, share of images %3")
                      .arg(curve.name, figureText(average),
                           figureText(double(positives) / double(curve.positive.size())));
    series.style = style;
    for (const PrecisionRecallPoint& point : points)
        series.points.emplace_back(point.recall, point.precision);
    series.note = [known = std::move(points)](size_t i) { return noteOn(known[i].threshold); };
    plot.summary += (plot.summary.isEmpty() ? QString() : u"; "_s) + series.name;
    plot.series.push_back(std::move(series));
}

CsvTable tableOf(const std::vector<PlottedScores>& curves)
{
    CsvTable table;
    table.header = {u"curve"_s, u"threshold"_s, u"recall"_s, u"precision"_s};
    for (const PlottedScores& curve : curves)
        for (const auto points = precisionRecallCurve(curve.scores, curve.positive);
             const PrecisionRecallPoint& point : points)
            table.rows.push_back({curve.name, csvNumber(point.threshold), csvNumber(point.recall),
                                  csvNumber(point.precision)});
    return table;
}

} // namespace

void PrecisionRecallPlot::setScores(const QString& title, const std::vector<PlottedScores>& curves)
{
    PlotData shown;
    shown.title = title;
    shown.exportSize = QSize(720, 760);
    shown.x = {tr("Recall (sensitivity)"), -margin, 1 + margin, false};
    shown.y = {tr("Precision"), -margin, 1 + margin, false};
    shown.table = [curves] { return tableOf(curves); };
    for (size_t i = 0; i < curves.size(); ++i)
        addCurve(shown, curves[i], int(i));
    if (shown.series.empty())
        return clear(tr("There is no image of any class."));
    setPlot(shown);
}

} // namespace ccad
