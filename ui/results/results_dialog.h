// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/made_results.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace ccad {

class ResultsPreview;
class Settings;

/// Asks which objects of a finding are to be saved and where, and, for a picture without DICOM
/// tags, whose it is; then shows them. Nothing is saved before they were shown.
class ResultsDialog final : public QDialog
{
    Q_OBJECT
public:
    /// Settings must outlive it.
    ResultsDialog(bool isDicom, Settings& settings, QWidget* parent = nullptr);

    /// The objects that were asked for, or why there are none.
    void showMade(const MadeResultsPtr& made);
    [[nodiscard]] ResultsPreview& preview() const { return *m_preview; }

Q_SIGNALS:
    /// Kinds and whose picture it is; the rest is as ResultsChoice begins. showMade() answers.
    void previewRequested(const ccad::results::ResultsChoice& choice);
    /// They were shown, and are to be written into that folder.
    void saveRequested(const ccad::MadeResultsPtr& made, const QString& folder);

private:
    [[nodiscard]] QWidget* makeChoices();
    [[nodiscard]] QWidget* makeKinds();
    [[nodiscard]] QWidget* makePatient();
    [[nodiscard]] QWidget* makePlace();
    [[nodiscard]] QWidget* makeFoot();
    [[nodiscard]] results::ResultsChoice choice() const;
    [[nodiscard]] QString complaint() const;
    [[nodiscard]] QString sentence(const QString& missing) const;
    void browse();
    void check();
    void goOn();
    void goBack();

    bool m_isDicom;
    bool m_isWaiting = false; ///< for showMade()
    MadeResultsPtr m_made; ///< null: nothing is shown
    QStackedWidget* m_pages;
    ResultsPreview* m_preview;
    std::vector<std::pair<results::ObjectKind, QCheckBox*>> m_kinds;
    QCheckBox* m_anonymous = nullptr; ///< this and the next three: only for pictures without tags
    QLineEdit* m_name = nullptr;
    QLineEdit* m_id = nullptr;
    QLineEdit* m_date = nullptr;
    QLineEdit* m_folder = nullptr;
    QLabel* m_missing = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_next = nullptr; ///< "Preview", then "Save"
};

} // namespace ccad
