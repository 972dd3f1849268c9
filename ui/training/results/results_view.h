// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/model_results.h"

#include <QList>
#include <QPair>
#include <QWidget>

class QLabel;
class QPushButton;
class QTabWidget;

namespace ccad {

class ComparePage;
class PlotsPage;
class PredictionsPage;
class SummaryPage;
class ThresholdPage;

/// Shows how a model did: figures with their intervals, plots, the threshold, every prediction, and
/// a comparison with another model. The words "Research use only. Not for diagnosis." and whether
/// the patients are known stay in sight.
class ResultsView final : public QWidget
{
    Q_OBJECT
public:
    explicit ResultsView(QWidget* parent = nullptr);

    /// `packageFolder` is where a chosen threshold is kept; empty: nowhere yet.
    void setResults(const ModelResults& results, const QString& packageFolder);
    /// The data set, as readDataset takes it, beside which corrected labels are kept; empty: labels
    /// cannot be corrected. Counts until the next setResults, which takes the data folder that the
    /// results name.
    void setDatasetPath(const QString& datasetPath);
    void clear();
    /// Other models to compare with: name and package folder.
    void setCompareCandidates(const QList<QPair<QString, QString>>& nameAndFolder);

Q_SIGNALS:
    void openRequested(const QString& file); ///< to open a file in the viewer, with its map
    void useModelRequested(const QString& packageFolder);
    void thresholdSaved(const QString& packageFolder);
    void relabelled(); ///< a label was corrected, or the correction taken back

private:
    QWidget* makeHeader();
    void showNothing(const QString& why);
    void connectPages();

    QString m_packageFolder;
    QLabel* m_model = nullptr;
    QLabel* m_patients = nullptr;
    QPushButton* m_use = nullptr;
    QLabel* m_nothing = nullptr; ///< instead of the tabs: why there is nothing to show
    QTabWidget* m_tabs = nullptr;
    SummaryPage* m_summary = nullptr;
    PlotsPage* m_plots = nullptr;
    ThresholdPage* m_threshold = nullptr;
    PredictionsPage* m_predictions = nullptr;
    ComparePage* m_compare = nullptr;
};

} // namespace ccad
