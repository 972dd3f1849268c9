// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/roc.h"
#include "ui/plots/plot_view.h"

#include <vector>

namespace ccad {

/// Scores of one curve: of a class against the rest, or of a model.
struct PlottedScores
{
    QString name;
    std::vector<double> scores;
    std::vector<bool> positive; ///< as many as scores
};

/// ROC curves with their area and its DeLong interval in the legend, the diagonal of chance, and,
/// where wanted, an operating point that mouse and arrow keys move along one curve.
class RocPlot final : public PlotView
{
    Q_OBJECT
public:
    explicit RocPlot(QWidget* parent = nullptr);

    /// Leaves out curves without positives or without negatives. Shows no operating point.
    void setScores(const QString& title, const std::vector<PlottedScores>& curves);
    /// Shows a threshold as a point on a curve given to setScores; the user can drag it.
    void setOperatingPoint(int curve, double threshold);

Q_SIGNALS:
    /// The user chose a threshold: always the score of some image, 0..1 for probabilities.
    void thresholdChosen(double threshold);

private:
    void dragTo(QPointF value);
    void step(int steps);
    [[nodiscard]] QPointF pointAt(double threshold) const;

    QString m_title;
    std::vector<PlottedScores> m_curves;
    std::vector<RocPoint> m_track; ///< points that the operating point moves along; without (0, 0)
    int m_trackCurve = -1;
    double m_threshold = 0;
};

/// The plain data that a RocPlot shows for these curves.
[[nodiscard]] PlotData rocPlotData(const QString& title, const std::vector<PlottedScores>& curves);

} // namespace ccad
