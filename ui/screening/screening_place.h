// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/screening/screening_run.h"
#include "ui/widgets/place.h"

#include <QStringList>

class QStackedWidget;

namespace ccad {

class BatchHeader;
class ExportMenu;
class MessageBar;
class ProgressStrip;
class Settings;
class StudyLoader;
class TrainingSender;
class WorklistPanel;

/// The place where many files are screened at once: it starts batches, shows their progress and
/// their worklists, and writes worklists to files. The last worklist comes back at the next start.
class ScreeningPlace final : public Place
{
    Q_OBJECT
public:
    /// Settings and loader must outlive the place.
    ScreeningPlace(Settings& settings, const StudyLoader& loader, QWidget* parent = nullptr);
    /// For tests: uses another function in place of core's screen().
    ScreeningPlace(Settings& settings, const StudyLoader& loader, ScreeningRun::Screen screen,
                   QWidget* parent = nullptr);
    ~ScreeningPlace() override;

    [[nodiscard]] QString key() const override { return QStringLiteral("screening"); }
    [[nodiscard]] QString title() const override { return tr("Screening"); }
    void take(const QStringList& paths) override { screen(paths); }
    [[nodiscard]] bool hasSearch() const override { return true; }
    void focusSearch() override;
    [[nodiscard]] bool isBusy() const override;
    void halt() override { m_run->cancel(); }
    [[nodiscard]] QString unsavedWork() const override;
    void saveAgain() override;

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

Q_SIGNALS:
    /// Asks to send the films of the chosen rows to an archive.
    void sendRequested(const QStringList& films);

private:
    /// Folders of models that the user chose, beside those that are installed.
    [[nodiscard]] QStringList knownModels() const;
    void makeLayout();
    QWidget* makeEmptyPage();
    void connectHeader();
    void connectRun();
    void connectWorklist();
    void begin(const QStringList& paths, bool watch);
    void goOn(bool retryFailed);
    /// Takes the worklist off the screen, and nothing remembers it.
    void closeBatch();
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
    BatchHeader* m_header = nullptr;
    /// Why there is no model, a sentence; empty: a model is there or being loaded.
    QString m_noModel;
    QStringList m_waiting; ///< paths to screen as soon as there is a model
    bool m_waitingToWatch = false;
    NewestWins m_lookingForLast; ///< looks for the batch of the last time
    NewestWins m_opening; ///< opens a row in Review
};

} // namespace ccad
