// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/calibration_plot.h"

#include "core/statistics/curves.h"
#include "ui/plots/figure_text.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double margin = 0.02;

CsvTable tableOf(const std::vector<CalibrationBin>& bins)
{
    CsvTable table;
    table.header = {u"low"_s,      u"high"_s,         u"images"_s,       u"mean_predicted"_s,
                    u"observed"_s, u"observed_low"_s, u"observed_high"_s};
    for (const CalibrationBin& bin : bins)
        table.rows.push_back({csvNumber(bin.low), csvNumber(bin.high), QString::number(bin.count),
                              csvNumber(bin.meanPredicted), csvNumber(bin.observed.value),
                              csvNumber(bin.observed.low), csvNumber(bin.observed.high)});
    return table;
}

PlotSeries seriesOf(const std::vector<CalibrationBin>& bins)
{
    PlotSeries series;
    series.name = CalibrationPlot::tr("Observed, with 95 % interval");
    series.markers = true;
    QStringList notes;
    for (const CalibrationBin& bin : bins) {
        if (bin.count == 0)
            continue;
        series.points.emplace_back(bin.meanPredicted, bin.observed.value);
        series.intervals.emplace_back(bin.observed.low, bin.observed.high);
        notes << CalibrationPlot::tr("%n image(s), interval %1", nullptr, bin.count)
                     .arg(rangeText(bin.observed.low, bin.observed.high));
    }
    series.note = [notes](size_t i) { return notes[qsizetype(i)]; };
    return series;
}

} // namespace

void CalibrationPlot::setScores(const PlottedScores& scores, double expectedCalibrationError)
{
    if (scores.scores.empty())
        return clear(tr("There is no image."));
    PlotData shown;
    shown.title = tr("Calibration of “%1” (ECE of the model %2)")
                      .arg(scores.name, figureText(expectedCalibrationError));
    shown.summary = shown.title;
    shown.exportSize = QSize(720, 760);
    shown.x = {tr("Probability by the model"), -margin, 1 + margin, false};
    shown.y = {tr("Observed share of the images"), -margin, 1 + margin, false};
    PlotSeries ideal;
    ideal.kind = PlotSeries::Kind::Guide;
    ideal.name = tr("Perfect");
    ideal.points = {{0, 0}, {1, 1}};
    const auto bins = calibrationCurve(scores.scores, scores.positive);
    shown.table = [bins] { return tableOf(bins); };
    shown.series = {seriesOf(bins), std::move(ideal)};
    setPlot(shown);
}

} // namespace ccad
