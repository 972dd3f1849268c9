// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/learning_curve_plot.h"

#include "ui/plots/figure_text.h"
#include "ui/plots/plot_view.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using Value = double EpochReport::*;

QString phaseName(EpochReport::Phase phase)
{
    return phase == EpochReport::Phase::Head ? u"head"_s : u"fine-tuning"_s;
}

CsvTable tableOf(const LearningCurve& curve)
{
    CsvTable table;
    table.header = {u"phase"_s,
                    u"epoch"_s,
                    u"training_loss"_s,
                    u"validation_loss"_s,
                    u"training_accuracy"_s,
                    u"validation_accuracy"_s,
                    u"images_per_second"_s};
    for (const EpochReport& epoch : curve)
        table.rows.push_back(
            {phaseName(epoch.phase), QString::number(epoch.epoch), csvNumber(epoch.trainingLoss),
             csvNumber(epoch.validationLoss), csvNumber(epoch.trainingAccuracy),
             csvNumber(epoch.validationAccuracy), csvNumber(epoch.imagesPerSecond)});
    return table;
}

/// Points of one phase; the line of the second goes on from the last point of the first.
PlotSeries seriesOf(const LearningCurve& curve, Value value, const QString& name, int style)
{
    PlotSeries series;
    series.name = name;
    series.style = style;
    series.markers = curve.size() <= 60;
    QStringList notes;
    for (size_t i = 0; i < curve.size(); ++i) {
        const double y = curve[i].*value;
        if (!std::isfinite(y))
            continue;
        series.points.emplace_back(double(i + 1), y);
        notes << (curve[i].phase == EpochReport::Phase::Head
                      ? LearningCurvePlot::tr("Head, epoch %1 of %2")
                      : LearningCurvePlot::tr("Fine-tuning, epoch %1 of %2"))
                     .arg(curve[i].epoch)
                     .arg(curve[i].epochs);
    }
    series.note = [notes](size_t i) { return notes[qsizetype(i)]; };
    return series;
}

/// A line between the last epoch of the head and the first of the fine-tuning.
void addBoundary(PlotData& data, const LearningCurve& curve)
{
    const auto first = std::find_if(curve.begin(), curve.end(), [](const EpochReport& epoch) {
        return epoch.phase == EpochReport::Phase::FineTune;
    });
    if (first == curve.begin() || first == curve.end())
        return;
    const double x = double(first - curve.begin()) + 0.5;
    PlotSeries boundary;
    boundary.kind = PlotSeries::Kind::Guide;
    boundary.name = LearningCurvePlot::tr("Head to the left, fine-tuning to the right");
    boundary.points = {{x, data.y.low}, {x, data.y.high}};
    data.series.push_back(boundary);
}

PlotData dataOf(const LearningCurve& curve, const QString& title, Value training, Value validation)
{
    PlotData data;
    data.title = title;
    data.x = {LearningCurvePlot::tr("Epoch"), 0, std::max(2.0, double(curve.size())) + 0.5, true};
    data.y.title = title;
    data.series = {seriesOf(curve, training, LearningCurvePlot::tr("Training"), 1),
                   seriesOf(curve, validation, LearningCurvePlot::tr("Validation"), 0)};
    data.table = [curve] { return tableOf(curve); };
    return data;
}

/// A round number at or above every point.
double ceilingOf(const PlotData& data)
{
    double highest = 0;
    for (const PlotSeries& series : data.series)
        for (const QPointF& point : series.points)
            highest = std::max(highest, point.y());
    if (highest <= 0)
        return 1;
    const double power = std::pow(10, std::floor(std::log10(highest)));
    return std::ceil(highest * 1.02 / power * 5) / 5 * power;
}

QString summaryOf(const LearningCurve& curve)
{
    const EpochReport& last = curve.back();
    return LearningCurvePlot::tr("After %n epoch(s): loss %1 in training and %2 in validation, "
                                 "accuracy %3 and %4.",
                                 nullptr, int(curve.size()))
        .arg(last.trainingLoss, 0, 'f', 3)
        .arg(last.validationLoss, 0, 'f', 3)
        .arg(last.trainingAccuracy, 0, 'f', 3)
        .arg(last.validationAccuracy, 0, 'f', 3);
}

} // namespace

LearningCurvePlot::LearningCurvePlot(QWidget* parent)
    : QWidget(parent), m_loss(new PlotView(this)), m_accuracy(new PlotView(this))
{
    setAccessibleName(tr("Learning curve"));
    m_loss->setObjectName(u"lossPlot"_s);
    m_accuracy->setObjectName(u"accuracyPlot"_s);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::large);
    layout->addWidget(m_loss, 1);
    layout->addWidget(m_accuracy, 1);
    clear();
}

void LearningCurvePlot::setCurve(const LearningCurve& curve)
{
    if (curve.empty())
        return clear();
    PlotData loss
        = dataOf(curve, tr("Loss"), &EpochReport::trainingLoss, &EpochReport::validationLoss);
    loss.y.high = ceilingOf(loss);
    PlotData accuracy = dataOf(curve, tr("Accuracy"), &EpochReport::trainingAccuracy,
                               &EpochReport::validationAccuracy);
    for (PlotData* plot : {&loss, &accuracy}) {
        addBoundary(*plot, curve);
        plot->summary = summaryOf(curve);
    }
    m_loss->setPlot(loss);
    m_accuracy->setPlot(accuracy);
}

void LearningCurvePlot::clear(const QString& why)
{
    m_loss->clear(why);
    m_accuracy->clear(why);
}

void LearningCurvePlot::clear()
{
    m_loss->clear(tr("Loss appears here after the first epoch."));
    m_accuracy->clear(tr("Accuracy appears here after the first epoch."));
}

} // namespace ccad
