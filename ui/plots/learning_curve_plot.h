// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/learning_curve.h"

#include <QWidget>

namespace ccad {

class PlotView;

/// Loss and accuracy of training and validation, epoch by epoch (the paper's Figure 4), side by
/// side. Epochs are numbered through from the training of the head to the fine-tuning; a line shows
/// where fine-tuning begins.
class LearningCurvePlot final : public QWidget
{
    Q_OBJECT
public:
    explicit LearningCurvePlot(QWidget* parent = nullptr);

    /// Keeps the zoom, so it may be called after every epoch.
    void setCurve(const LearningCurve& curve);
    void clear();
    /// Shows a sentence instead of the curves.
    void clear(const QString& why);

    [[nodiscard]] PlotView& loss() const { return *m_loss; }
    [[nodiscard]] PlotView& accuracy() const { return *m_accuracy; }

private:
    PlotView* m_loss;
    PlotView* m_accuracy;
};

} // namespace ccad
