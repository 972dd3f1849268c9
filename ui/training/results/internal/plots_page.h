// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/results/internal/image_sets.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListWidget;
class QStackedWidget;

namespace ccad {

class CalibrationPlot;
class ConfusionPlot;
class CoveragePlot;
class LearningCurvePlot;
class PrecisionRecallPlot;
class SelectivePlot;

/// The plots of a model, one at a time at full size.
class PlotsPage final : public QWidget
{
    Q_OBJECT
public:
    explicit PlotsPage(QWidget* parent = nullptr);

    void setResults(const SharedResults& results);
    void clear();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void addPlot(const QString& name, QWidget* plot);
    QWidget* makeBar();
    void showSet();
    void showCalibration();
    void showDoubt(const ImageSet& set);
    void showChoices();

    SharedResults m_results;
    std::vector<ImageSet> m_sets;
    std::vector<PlottedScores> m_curves; ///< of the chosen set
    double m_calibrationError = 0; ///< of the chosen set
    bool m_isStale = false; ///< to be plotted when the page is shown, since that takes time
    QListWidget* m_list = nullptr;
    QStackedWidget* m_stack = nullptr;
    QWidget* m_setChoice = nullptr; ///< of no use for the learning curve
    QComboBox* m_set = nullptr;
    QLabel* m_count = nullptr;
    QWidget* m_classPart = nullptr; ///< of use for the calibration alone
    QComboBox* m_class = nullptr;
    LearningCurvePlot* m_curve = nullptr;
    RocPlot* m_roc = nullptr;
    PrecisionRecallPlot* m_precision = nullptr;
    CalibrationPlot* m_calibration = nullptr;
    ConfusionPlot* m_confusion = nullptr;
    CoveragePlot* m_coverage = nullptr;
    SelectivePlot* m_selective = nullptr;
};

} // namespace ccad
