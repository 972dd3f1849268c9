// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commands.h"
#include "ui/jobs/in_order.h"
#include "ui/jobs/newest_wins.h"
#include "ui/study/study_loader.h"
#include "ui/window/places.h"

#include <QMainWindow>
#include <QStringList>
#include <QTimer>

#include <array>
#include <functional>

class QLabel;
class QMenu;
class QStackedWidget;
class QToolBar;

namespace ccad {

class ModelLibrary;
class ModelPlace;
class ReviewPlace;
class ScreeningPlace;
class Settings;
class StatusLine;
class TrainingPlace;

/// The window presets, by their number.
inline constexpr std::array windowCommands{
    Command::AutomaticWindow, Command::Window1, Command::Window2, Command::Window3,
    Command::Window4,         Command::Window5, Command::Window6, Command::Window7,
    Command::Window8,         Command::Window9};

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
    void showPlace(Place place);

    [[nodiscard]] Place place() const { return m_place; }
    [[nodiscard]] ReviewPlace& review() { return *m_review; }
    [[nodiscard]] ScreeningPlace& screening() { return *m_screening; }
    [[nodiscard]] TrainingPlace& training() { return *m_training; }
    [[nodiscard]] ModelLibrary& models() { return *m_models; }
    [[nodiscard]] const Commands& commands() const { return m_commands; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeCentre();
    void makeMenus();
    void makeToolBar();
    void makeViewMenu();
    void makeImageMenu();
    QMenu* addMenu(QWidget* owner, const QString& title, const QList<QList<Command>>& groups);
    void connectCommands();
    void connectPlaceCommands();
    void connectSettingCommands();
    void connectViewCommands();
    void connectMeasuring();
    void connectStudyCommands();
    void connectReview();
    void connectModels();
    void connectJobs();
    void closeWhenIdle();
    void onCommand(Command command, const std::function<void()>& act);
    void chooseFiles();
    void fillRecentMenu();
    void showWindowPresets();
    void chooseWindow(size_t number);
    void showContextMenu(QPoint globalPosition);
    void changeOpacity(int percent);
    void nextOverlayStyle();
    void showSettings();
    void showShortcuts();
    void showReport();
    void showManual();
    void showAbout();
    void showBeside(QWidget* window);
    void copyImage();
    void saveImage();
    void saveOverlay(const QString& path);
    void applySettings();
    void updateCommands();
    void updateStudyCommands();
    void updateMeasuring();
    void followCanvas();
    void showFileName();
    void updateTitle();
    void showModel();
    void openWith(const QString& file, const QString& modelFolder);
    void showJob(const QObject* owner, const QString& sentence);
    [[nodiscard]] bool hasJob() const;
    void waitForJobs();
    void askToDeleteNotes();
    /// True when comments and measurements do not keep the window from closing. If false, the
    /// window closes by itself once they are saved, or asks when that takes too long.
    [[nodiscard]] bool hasSavedNotes();
    void onNotesState();
    void askWhetherToLoseNotes();
    void stayOpen();

    Settings& m_settings;
    StudyLoader& m_loader;
    Commands m_commands;
    ModelLibrary* m_models;
    ReviewPlace* m_review;
    ScreeningPlace* m_screening;
    TrainingPlace* m_training;
    ModelPlace* m_modelPlace;
    QStackedWidget* m_places;
    QToolBar* m_tools;
    StatusLine* m_status;
    QLabel* m_model;
    QMenu* m_recentMenu = nullptr;
    QMenu* m_windowMenu = nullptr;
    Place m_place = Place::Review;
    QList<QMetaObject::Connection> m_canvasConnections; ///< connections to the active canvas
    InOrder m_saving; ///< saves pictures
    NewestWins m_samples; ///< looks for samples
    bool m_isClosing = false; ///< closes as soon as no job runs any more
    QTimer m_notesPatience; ///< runs while closing waits for notes to be saved
    bool m_losesNotes = false; ///< the user chose to close without saving notes
};

} // namespace ccad
