// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/statistics/operating_point.h"
#include "ui/jobs/in_order.h"
#include "ui/training/results/internal/image_sets.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace ccad {

class MessageBar;

/// Chooses the threshold of the positive class along the ROC of the validation images, or for a
/// sensitivity to be reached on them, shows its effect, and keeps it with the model. Its effect on
/// the test images is shown, too, but takes no part in the choice.
class ThresholdPage final : public QWidget
{
    Q_OBJECT
public:
    explicit ThresholdPage(QWidget* parent = nullptr);

    /// `packageFolder` may be empty: then a threshold can be tried but not saved.
    void setResults(const SharedResults& results, const QString& packageFolder);
    void clear();

    [[nodiscard]] double threshold() const { return m_value; }

Q_SIGNALS:
    void thresholdSaved(const QString& packageFolder);

private:
    QWidget* makeSide();
    QWidget* makeSaving();
    void makeFields(QWidget* side);
    void makeWanted(QWidget* side);
    void offerSensitivities();
    void showWanted();
    void setThreshold(double threshold);
    void showFigures();
    void showPredictiveValues(const OperatingPoint& point);
    void showSaved();
    void save();
    void onSaved(const QString& folder, double threshold, const Result<void>& saved);
    [[nodiscard]] QString reasonAgainst() const; ///< why there is nothing to choose, or empty

    SharedResults m_results;
    QString m_packageFolder;
    double m_value = 0; ///< the exact threshold; the field shows it rounded
    double m_saved = 0;
    ClassScores m_test; ///< scores of the positive class
    std::vector<SensitivityThreshold> m_offered; ///< the entries below the first one of m_wanted

    QStackedWidget* m_stack = nullptr;
    QLabel* m_reason = nullptr;
    RocPlot* m_roc = nullptr;
    QComboBox* m_wanted = nullptr;
    QDoubleSpinBox* m_threshold = nullptr;
    QDoubleSpinBox* m_prevalence = nullptr;
    QLabel* m_validation = nullptr;
    QLabel* m_predictive = nullptr;
    QLabel* m_testText = nullptr;
    QLabel* m_savedText = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_back = nullptr;
    MessageBar* m_message = nullptr;
    QTimer m_savingIsLate; ///< delays the word that saving goes on; a quick disk needs none
    InOrder m_saving;
};

} // namespace ccad
