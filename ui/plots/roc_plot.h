// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/roc.h"
#include "ui/plots/plot_view.h"

#include <vector>

namespace ccad {

/// Scores of one curve: those of a class against the rest, or those of a model.
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

    /// Curves that lack a positive or a negative are left out. No operating point.
    void setScores(const QString& title, const std::vector<PlottedScores>& curves);
    /// Shows where a threshold lies on a curve that setScores got; it can be dragged from there.
    void setOperatingPoint(int curve, double threshold);

Q_SIGNALS:
    /// By the user; always the score of some image, 0..1 for probabilities.
    void thresholdChosen(double threshold);

private:
    void dragTo(QPointF value);
    void step(int steps);
    [[nodiscard]] QPointF pointAt(double threshold) const;

    QString m_title;
    std::vector<PlottedScores> m_curves;
    std::vector<RocPoint> m_track; ///< that the operating point moves along; without (0, 0)
    int m_trackCurve = -1;
    double m_threshold = 0;
};

/// Plain: what a RocPlot shows of the curves.
[[nodiscard]] PlotData rocPlotData(const QString& title, const std::vector<PlottedScores>& curves);

} // namespace ccad
