// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/screening/screening_run.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace ccad {

class ExportMenu;
class MessageBar;
class ProgressStrip;
class Settings;
class StudyLoader;
class TrainingSender;
class WorklistPanel;

/// The place where many files are screened at once: it starts batches, shows their progress and
/// their worklists, and writes worklists to files. The last worklist comes back at the next start.
class ScreeningPlace final : public QWidget
{
    Q_OBJECT
public:
    /// Settings and loader must outlive the place.
    ScreeningPlace(Settings& settings, const StudyLoader& loader, QWidget* parent = nullptr);
    /// For tests: uses another function in place of core's screen().
    ScreeningPlace(Settings& settings, const StudyLoader& loader, ScreeningRun::Screen screen,
                   QWidget* parent = nullptr);
    ~ScreeningPlace() override;

    [[nodiscard]] ScreeningRun& run() { return *m_run; }
    [[nodiscard]] WorklistPanel& worklist() { return *m_worklist; }
    [[nodiscard]] ProgressStrip& progressStrip() { return *m_strip; }
    [[nodiscard]] ExportMenu& exportMenu() { return *m_export; }
    [[nodiscard]] TrainingSender& trainingSender() { return *m_sender; }
    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }

public Q_SLOTS:
    /// Starts a batch of files, folders, DICOMDIRs and ZIPs with the current model. A journal alone
    /// is opened instead.
    void screen(const QStringList& paths);
    /// Starts a batch of the folder and goes on with files that come later.
    void watch(const QString& folder);
    /// Opens an older batch, which is only read.
    void openBatch(const QString& journal);
    void focusSearch();

Q_SIGNALS:
    /// Asks to open a file in the viewer, with the model that judged it.
    void openRequested(const QString& file, const QString& modelFolder);
    /// A sentence on the batch that runs; empty: none runs.
    void jobChanged(const QString& sentence);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeLayout();
    QWidget* makeHeader();
    QWidget* makeEmptyPage();
    QWidget* makeFooter();
    QMenu* makeStartMenu();
    void connectRun();
    void connectWorklist();
    void begin(const QStringList& paths, bool watch);
    void goOn(bool retryFailed);
    void chooseFiles();
    void chooseFolder(bool toWatch);
    void chooseBatch();
    void showHeader();
    void showJob();
    void onFailed(const Error& error);
    void say(const QString& sentence);
    void complain(const QString& sentence);

    Settings& m_settings;
    const StudyLoader& m_loader;
    ScreeningRun* m_run;
    WorklistPanel* m_worklist;
    ExportMenu* m_export;
    TrainingSender* m_sender;
    ProgressStrip* m_strip;
    MessageBar* m_messages;
    QStackedWidget* m_pages;
    QToolButton* m_start = nullptr;
    QToolButton* m_exportButton = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_model = nullptr;
    /// Why there is no model, a sentence; empty: a model is there or being loaded.
    QString m_noModel;
    QStringList m_waiting; ///< paths to screen as soon as there is a model
    bool m_waitingToWatch = false;
    NewestWins m_lookingForLast; ///< looks for the batch of the last time
    NewestWins m_opening; ///< opens a row in Review
};

} // namespace ccad
