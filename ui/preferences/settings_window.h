// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QTabWidget;

namespace ccad {

class Commands;
class Settings;

/// All that the user can choose, on pages. Each change counts at once; there is nothing to confirm.
/// The window stands beside the main window, not in front of it.
class SettingsWindow final : public QDialog
{
    Q_OBJECT
public:
    enum class Page
    {
        General,
        Mouse,
        Shortcuts,
        Engine,
        Kept
    };

    /// Both must outlive the window.
    SettingsWindow(Settings& settings, Commands& commands, QWidget* parent = nullptr);

    void showPage(Page page);
    /// Sets everything on the pages back to its default, without asking.
    void restoreDefaults();

private:
    void askToRestore();

    Settings& m_settings;
    QTabWidget* m_pages;
};

} // namespace ccad
