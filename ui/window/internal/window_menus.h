// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commands.h"

class QMainWindow;
class QMenu;

namespace ccad {

/// The menus of the window, in which each command is once, and the menu of the radiograph.
class WindowMenus final : public QObject
{
    Q_OBJECT
public:
    /// All three must outlive this object.
    WindowMenus(const Commands& commands, Settings& settings, QMainWindow& window);

    void popUp(QPoint globalPosition); ///< the menu of the radiograph
    /// The menu with the window presets can be opened.
    void setPresetsEnabled(bool enabled);

Q_SIGNALS:
    void fileChosen(const QString& path); ///< one of those opened last

private:
    void makeFileMenu();
    void makeViewMenu();
    void makeImageMenu();
    QMenu* addMenu(QWidget* owner, const QString& title, const QList<QList<Command>>& groups);
    void fillRecentMenu();

    const Commands& m_commands;
    Settings& m_settings;
    QMainWindow& m_window;
    QMenu* m_recentMenu = nullptr;
    QMenu* m_presetMenu = nullptr;
};

} // namespace ccad
