// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/prediction_sets.h"
#include "ui/plots/plot_view.h"

namespace ccad {

/// Prediction sets at each promised coverage: how often they held the true class, of all images and
/// of the class that fared worst, and how many of them are a single class.
class CoveragePlot final : public PlotView
{
    Q_OBJECT
public:
    using PlotView::PlotView;

    void setCurve(const QString& title, const std::vector<CoveragePoint>& curve);
};

/// The error of a model that answers only the share of images of which it is surest.
class SelectivePlot final : public PlotView
{
    Q_OBJECT
public:
    using PlotView::PlotView;

    void setCurve(const QString& title, const std::vector<SelectivePoint>& curve);
};

} // namespace ccad
