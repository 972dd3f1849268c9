// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/roc_plot.h"

namespace ccad {

/// How often a class was present where the model gave it a probability: ten bins with Wilson's 95 %
/// intervals, and the diagonal of a perfect model.
class CalibrationPlot final : public PlotView
{
    Q_OBJECT
public:
    using PlotView::PlotView;

    /// Probabilities of one class; `expectedCalibrationError` belongs to the whole model and goes
    /// into the title.
    void setScores(const PlottedScores& scores, double expectedCalibrationError);
};

} // namespace ccad
