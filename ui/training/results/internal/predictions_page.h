// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/results/internal/image_sets.h"
#include "ui/training/results/internal/prediction_filter.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListView;
class QMenu;

namespace ccad {

class LabelCorrections;
class MessageBar;
class PredictionModel;

/// Every prediction as a picture, told right or wrong. Enter or a double click opens one; its label
/// can be corrected, and that undone.
class PredictionsPage final : public QWidget
{
    Q_OBJECT
public:
    explicit PredictionsPage(QWidget* parent = nullptr);

    void setResults(const SharedResults& results);
    void setDatasetPath(const QString& datasetPath);
    void clear();

Q_SIGNALS:
    void openRequested(const QString& file);
    void relabelled();

private:
    QWidget* makeBar();
    void connectBar();
    QWidget* makeView();
    void makeActions();
    void showSet();
    void readCorrections();
    void showCount();
    void fillLabelMenu();
    void openLabelMenu(const QPoint& globalPosition);
    void correctCurrent(const QString& className);
    void openCurrent();
    [[nodiscard]] QString currentFile() const;

    SharedResults m_results;
    std::vector<ImageSet> m_sets;
    LabelCorrections* m_corrections;
    PredictionModel* m_model;
    PredictionFilter* m_filter;
    QComboBox* m_set = nullptr;
    QComboBox* m_correctness = nullptr;
    QComboBox* m_class = nullptr;
    QComboBox* m_order = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_hint = nullptr;
    QListView* m_view = nullptr;
    QMenu* m_menu = nullptr;
    MessageBar* m_message = nullptr;
};

} // namespace ccad
