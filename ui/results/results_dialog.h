// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_writing/results_writer.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ccad {

/// Asks which objects of a finding are to be saved and where, and, for a picture without DICOM
/// tags, whose it is. Nothing is saved before the answer is complete.
class ResultsDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit ResultsDialog(bool isDicom, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Folder, kinds and whose picture it is; the rest is as ResultsChoice begins.
    void chosen(const ccad::results::ResultsChoice& choice);

private:
    [[nodiscard]] QWidget* makeKinds();
    [[nodiscard]] QWidget* makePatient();
    [[nodiscard]] QWidget* makePlace();
    [[nodiscard]] QWidget* makeFoot();
    [[nodiscard]] results::ResultsChoice choice() const;
    [[nodiscard]] QString complaint() const;
    void browse();
    void check();

    bool m_isDicom;
    std::vector<std::pair<results::ObjectKind, QCheckBox*>> m_kinds;
    QCheckBox* m_anonymous = nullptr; ///< this and the next three: only for pictures without tags
    QLineEdit* m_name = nullptr;
    QLineEdit* m_id = nullptr;
    QLineEdit* m_date = nullptr;
    QLineEdit* m_folder = nullptr;
    QLabel* m_missing = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace ccad
