// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QTableWidget;

namespace ccad {

class SentenceList;

/// Chooses the key that tells which images are of one patient: a choice, a pattern that can be
/// edited, and what the pattern makes of some file names.
class PatientKeyForm final : public QWidget
{
    Q_OBJECT
public:
    explicit PatientKeyForm(QWidget* parent = nullptr);

    /// The rule, if it can be used.
    [[nodiscard]] PatientKeyRule rule() const { return m_rule; }
    /// Which folder names the class.
    [[nodiscard]] ClassFolder classFolder() const;
    /// Shows what came of the rule. Null: there is no data set.
    void setIndex(std::shared_ptr<const DatasetIndex> index);

Q_SIGNALS:
    /// Emitted a moment after the last edit, and only when the pattern can be used; at once where
    /// another folder names the class.
    void ruleChanged();

private:
    [[nodiscard]] PatientKeyRule ruleAsTyped() const;
    void onEdited();
    void apply();
    void showPreview();
    void showPatients();

    QComboBox* m_source;
    QLabel* m_patternCaption;
    QLineEdit* m_pattern;
    QTableWidget* m_preview;
    QLabel* m_patients;
    QComboBox* m_classFolder;
    SentenceList* m_problems;
    QTimer m_pause; ///< between the last key and the new index
    PatientKeyRule m_rule;
    std::shared_ptr<const DatasetIndex> m_index;
};

} // namespace ccad
