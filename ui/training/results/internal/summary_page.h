// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/training/results/internal/image_sets.h"

#include <QJsonObject>
#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace ccad {

class ClassFiguresModel;
class KeyFigure;
class SentenceList;

/// The figures of a model: accuracy, calibration error, and for each class AUC with its intervals,
/// sensitivity, specificity, precision and F1; of all test images, of each source, and of images of
/// another origin. Computed in the background.
class SummaryPage final : public QWidget
{
    Q_OBJECT
public:
    explicit SummaryPage(QWidget* parent = nullptr);

    void setResults(const SharedResults& results);
    void clear();

Q_SIGNALS:
    void figuresReady();

private:
    QWidget* makeKeyFigures();
    void compute();
    void showSet();
    void showKeyFigures(const QJsonObject& metrics);
    void showNotes();
    [[nodiscard]] QString calibrationText() const;
    [[nodiscard]] QString outsideText() const;
    void fitTable();

    SharedResults m_results;
    std::vector<ImageSet> m_sets;
    std::vector<QJsonObject> m_metrics; ///< metrics of each set, once they are computed

    QComboBox* m_choice = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_working = nullptr;
    KeyFigure* m_accuracy = nullptr;
    KeyFigure* m_auc = nullptr;
    KeyFigure* m_sensitivity = nullptr;
    KeyFigure* m_specificity = nullptr;
    KeyFigure* m_calibration = nullptr;
    ClassFiguresModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    SentenceList* m_notes = nullptr;
    NewestWins m_job; ///< last, hence destroyed first: waits for its worker
};

} // namespace ccad
