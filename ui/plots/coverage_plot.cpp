// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/coverage_plot.h"

#include "core/statistics/wilson.h"
#include "ui/plots/figure_text.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double margin = 0.02;
constexpr double lowestPromise = 0.5;

using ShareOf = std::function<Interval(const PredictionSetFigures&)>;

Interval covered(const PredictionSetFigures& figures)
{
    return wilsonInterval(figures.covered, figures.images);
}

Interval single(const PredictionSetFigures& figures)
{
    return wilsonInterval(figures.single, figures.images);
}

Interval worstClass(const PredictionSetFigures& figures)
{
    Interval worst{std::numeric_limits<double>::quiet_NaN(), 0, 0};
    for (size_t i = 0; i < figures.imagesOfClass.size(); ++i) {
        if (figures.imagesOfClass[i] == 0)
            continue;
        const Interval share = wilsonInterval(figures.coveredOfClass[i], figures.imagesOfClass[i]);
        if (std::isnan(worst.value) || share.value < worst.value)
            worst = share;
    }
    return worst;
}

PlotSeries seriesOf(const QString& name, int style, const std::vector<CoveragePoint>& curve,
                    const ShareOf& shareOf)
{
    PlotSeries series;
    series.name = name;
    series.style = style;
    series.markers = true;
    QStringList notes;
    for (const CoveragePoint& point : curve) {
        const Interval share = shareOf(point.figures);
        series.points.emplace_back(point.promised, share.value);
        series.intervals.emplace_back(share.low, share.high);
        notes << CoveragePlot::tr("interval %1").arg(rangeText(share.low, share.high));
    }
    series.note = [notes](size_t i) { return notes[qsizetype(i)]; };
    return series;
}

CsvTable tableOf(const std::vector<CoveragePoint>& curve)
{
    CsvTable table;
    table.header = {u"promised"_s, u"images"_s, u"covered"_s,     u"covered_worst_class"_s,
                    u"single"_s,   u"none"_s,   u"single_wrong"_s};
    for (const auto& [promised, figures] : curve)
        table.rows.push_back({csvNumber(promised), QString::number(figures.images),
                              csvNumber(covered(figures).value),
                              csvNumber(worstClass(figures).value),
                              csvNumber(single(figures).value), QString::number(figures.empty),
                              QString::number(figures.singleWrong)});
    return table;
}

CsvTable tableOf(const std::vector<SelectivePoint>& curve)
{
    CsvTable table;
    table.header = {u"answered"_s, u"error"_s};
    for (const SelectivePoint& point : curve)
        table.rows.push_back({csvNumber(point.answered), csvNumber(point.error)});
    return table;
}

/// Below this share so few images are left that their error says nothing.
bool isTelling(const SelectivePoint& point)
{
    constexpr double smallestShare = 0.05;
    return point.answered >= smallestShare;
}

} // namespace

void CoveragePlot::setCurve(const QString& title, const std::vector<CoveragePoint>& curve)
{
    if (curve.empty())
        return clear(tr("Without validation images there are no prediction sets."));
    PlotData shown;
    shown.title = title;
    shown.summary = title;
    shown.exportSize = QSize(720, 760);
    shown.x = {tr("Promised coverage"), lowestPromise - margin, 1 + margin, false};
    shown.y = {tr("Share of the images"), -margin, 1 + margin, false};
    PlotSeries promise;
    promise.kind = PlotSeries::Kind::Guide;
    promise.name = tr("Promise");
    promise.points = {{lowestPromise, lowestPromise}, {1, 1}};
    shown.series = {seriesOf(tr("Set holds the true class"), 0, curve, covered),
                    seriesOf(tr("The same, of the class that fares worst"), 1, curve, worstClass),
                    seriesOf(tr("Set is a single class"), 2, curve, single), std::move(promise)};
    shown.table = [curve] { return tableOf(curve); };
    setPlot(shown);
}

void SelectivePlot::setCurve(const QString& title, const std::vector<SelectivePoint>& curve)
{
    if (curve.empty())
        return clear(tr("There is no image."));
    PlotSeries series;
    series.name = tr("Error of the answers, %1 of all").arg(figureText(curve.back().error));
    double highest = 0;
    for (const SelectivePoint& point : curve) {
        if (!isTelling(point))
            continue;
        series.points.emplace_back(point.answered, point.error);
        highest = std::max(highest, point.error);
    }
    PlotData shown;
    shown.title = title;
    shown.summary = title + u": "_s + series.name;
    shown.x = {tr("Share of the images that is answered, the surest first"), 0, 1 + margin, false};
    shown.y = {tr("Share of wrong answers"), 0, std::min(1.0, highest + margin) + margin, false};
    shown.series = {std::move(series)};
    shown.table = [curve] { return tableOf(curve); };
    setPlot(shown);
}

} // namespace ccad
