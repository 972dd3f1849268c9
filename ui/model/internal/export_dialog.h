// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/model/installed_models.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace ccad {

/// Asks where to copy a model. For a model whose shortcut audit is red, the user first has to type
/// that this is known.
class ExportDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `model` must have a manifest.
    explicit ExportDialog(const InstalledModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit& folder() { return *m_folder; }
    [[nodiscard]] QLineEdit& acknowledgement() { return *m_words; }

Q_SIGNALS:
    void chosen(const QString& target, const QString& acknowledgement);

private:
    void layOut(const InstalledModel& model);
    void browse();
    void checkFolder();
    void checkInput();

    QString m_name; ///< name of the folder to make in the chosen one
    QString m_wanted; ///< words to type; empty: none
    QLineEdit* m_folder;
    QLineEdit* m_words;
    QPushButton* m_export;
    bool m_folderExists = false;
    NewestWins m_looking;
};

} // namespace ccad
