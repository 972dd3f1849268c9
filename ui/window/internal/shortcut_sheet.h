// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QTextBrowser;

namespace ccad {

class Commands;
class Settings;

/// All commands by their menus with the keys they have at the moment, and what the mouse does, on
/// one sheet in two columns that can be searched.
class ShortcutSheet final : public QDialog
{
    Q_OBJECT
public:
    /// Both must outlive the window.
    ShortcutSheet(const Commands& commands, const Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QTextBrowser& sheet() const { return *m_sheet; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();

    const Commands& m_commands;
    const Settings& m_settings;
    QLineEdit* m_search;
    QTextBrowser* m_sheet;
};

} // namespace ccad
