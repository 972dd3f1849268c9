// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/roc_plot.h"

namespace ccad {

/// Precision against recall. The legend gives the average precision and, to compare with, the share
/// of the class, which is the precision of calling everything positive.
class PrecisionRecallPlot final : public PlotView
{
    Q_OBJECT
public:
    using PlotView::PlotView;

    /// Curves without a positive are left out.
    void setScores(const QString& title, const std::vector<PlottedScores>& curves);
};

} // namespace ccad
