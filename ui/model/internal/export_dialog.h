// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/model/installed_models.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace ccad {

/// Where a model is to be copied to. For a model whose shortcut audit is red, the user has to type
/// first that this is known.
class ExportDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `model` has a manifest.
    explicit ExportDialog(const InstalledModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit& folder() { return *m_folder; }
    [[nodiscard]] QLineEdit& acknowledgement() { return *m_words; }
    [[nodiscard]] QPushButton& exportButton() { return *m_export; }

Q_SIGNALS:
    void chosen(const QString& target, const QString& acknowledgement);

private:
    void browse();
    void checkFolder();
    void checkInput();

    QString m_name; ///< of the folder that is made in the chosen one
    QString m_wanted; ///< words to be typed; empty: none
    QLineEdit* m_folder;
    QLineEdit* m_words;
    QPushButton* m_export;
    bool m_folderExists = false;
    NewestWins m_looking;
};

} // namespace ccad
