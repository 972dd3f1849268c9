// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/study_loader.h"
#include "ui/window/commands.h"

#include <QMainWindow>
#include <QStringList>

#include <functional>

class QLabel;
class QMenu;

namespace ccad {

class ReviewPlace;
class Settings;
class StatusLine;

/// The window: menus, toolbar, status line, and the review place in the middle.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// Settings and loader must outlive the window.
    MainWindow(Settings& settings, StudyLoader& loader);

    /// Files and folders; returns at once.
    void open(const QStringList& paths);

    [[nodiscard]] ReviewPlace& review() { return *m_review; }
    [[nodiscard]] const Commands& commands() const { return m_commands; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeMenus();
    void makeToolBar();
    QMenu* addMenu(QWidget* owner, const QString& title, const QList<Command>& commands);
    void connectCommands();
    void connectViewCommands();
    void onCommand(Command command, const std::function<void()>& act);
    void chooseFiles();
    void fillWindowMenu();
    void showContextMenu(QPoint globalPosition);
    void changeOpacity(int percent);
    void showManual();
    void showAbout();
    void applySettings();
    void updateCommands();

    Settings& m_settings;
    StudyLoader& m_loader;
    Commands m_commands;
    ReviewPlace* m_review;
    StatusLine* m_status;
    QLabel* m_model;
    QMenu* m_windowMenu = nullptr;
};

} // namespace ccad
