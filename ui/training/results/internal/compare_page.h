// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/training/results/internal/image_sets.h"

#include <QList>
#include <QPair>
#include <QWidget>

class QComboBox;
class QLabel;

namespace ccad {

class KeyFigure;

/// Compares the model with another one on the test images that both have seen: areas under the ROC
/// curve, their difference and whether chance explains it (paired DeLong test).
class ComparePage final : public QWidget
{
    Q_OBJECT
public:
    explicit ComparePage(QWidget* parent = nullptr);

    void setResults(const SharedResults& results);
    /// Sets the models to compare with: name and package folder.
    void setCandidates(const QList<QPair<QString, QString>>& nameAndFolder);
    void clear();

Q_SIGNALS:
    void compared(); ///< the answer, or why there is none, is on screen

private:
    QWidget* makeFigures();
    void load();
    void compare();
    void showComparison(const ModelComparison& comparison);
    void showProblem(const QString& sentence);

    SharedResults m_results;
    SharedResults m_other;
    QComboBox* m_choice = nullptr;
    QComboBox* m_class = nullptr;
    QLabel* m_sentence = nullptr;
    QLabel* m_counts = nullptr;
    QWidget* m_figures = nullptr;
    KeyFigure* m_first = nullptr;
    KeyFigure* m_second = nullptr;
    KeyFigure* m_difference = nullptr;
    KeyFigure* m_chance = nullptr;
    RocPlot* m_roc = nullptr;
    NewestWins m_job; ///< last, hence destroyed first: waits for its worker
};

/// A sentence on what the p value means.
[[nodiscard]] QString significanceText(const AucComparison& comparison, const QString& first,
                                       const QString& second);

} // namespace ccad
