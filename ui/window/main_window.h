// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commands.h"
#include "ui/jobs/newest_wins.h"
#include "ui/study/study_loader.h"

#include <QMainWindow>
#include <QStringList>

#include <functional>

class QLabel;
class QStackedWidget;
class QToolBar;

namespace ccad {

class ArchivePlace;
class ArrivalBar;
class ModelLibrary;
class NodeRunner;
class Place;
class ReviewPlace;
class ScreeningPlace;
class SettingCommands;
class Settings;
class StatusLine;
class StudyCommands;
class WindowClosing;
class WindowMenus;

/// The window: menus, toolbar, status line, a rail on the left, and beside it one of the places.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// Settings and loader must outlive the window.
    MainWindow(Settings& settings, StudyLoader& loader);
    ~MainWindow() override;

    /// Opens files and folders in Review; returns at once.
    void open(const QStringList& paths);
    void showPlace(Place& place);

    [[nodiscard]] Place& place() const { return *m_place; }
    /// All places, in the order of the rail.
    [[nodiscard]] const QList<Place*>& places() const { return m_places; }
    [[nodiscard]] ReviewPlace& review() { return *m_review; }
    [[nodiscard]] ModelLibrary& models() { return *m_models; }
    [[nodiscard]] const Commands& commands() const { return m_commands; }

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void makePlaces();
    /// What came is shown when somebody asks for it; what is to be sent comes from other places.
    void connectArchive(ArchivePlace& archive, ScreeningPlace& screening);
    void makeCentre();
    void connectCommands();
    void connectPlaces();
    void connectReview();
    void connectModels();
    void onCommand(Command command, const std::function<void()>& act);
    void openWith(const QStringList& paths, const QString& modelFolder);
    void chooseFiles();
    void showSettings();
    void showDeidentification();
    void showNode();
    void applySettings();
    void updateCommands();
    void updateTitle();
    void showModel();
    [[nodiscard]] bool isInReview() const;

    Settings& m_settings;
    StudyLoader& m_loader;
    Commands m_commands;
    ModelLibrary* m_models;
    ReviewPlace* m_review;
    QList<Place*> m_places;
    QList<ArrivalBar*> m_arrivals;
    Place* m_place;
    QStackedWidget* m_stack;
    QToolBar* m_tools;
    StatusLine* m_status;
    QLabel* m_model;
    SettingCommands* m_settingCommands;
    StudyCommands* m_studyCommands;
    WindowMenus* m_menus;
    WindowClosing* m_closing;
    NodeRunner* m_node;
    NewestWins m_samples; ///< looks for samples
};

} // namespace ccad
