// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/screening/internal/journal_follower.h"

#include <QWidget>

class QLabel;
class QMenu;

namespace ccad {

class ReaderBar;
class Settings;
class WorklistFilterBar;
class WorklistModel;
class WorklistThumbnails;
class WorklistView;

/// The worklist of one journal: filters, its rows, and what the reader says.
class WorklistPanel final : public QWidget
{
    Q_OBJECT
public:
    /// Settings must outlive the panel.
    explicit WorklistPanel(Settings& settings, QWidget* parent = nullptr);
    ~WorklistPanel() override;

    /// Shows the worklist of a journal; an empty path: none.
    void follow(const QString& journal);
    [[nodiscard]] QString journal() const { return m_follower->path(); }
    [[nodiscard]] const ScreeningJob& job() const;
    [[nodiscard]] const WorklistState& state() const { return m_state; }
    void focusRows();
    void focusSearch();
    /// Verdicts or comments are on their way to the journal.
    [[nodiscard]] bool isSaving() const;
    /// Rows of whose verdicts or comments that failed.
    [[nodiscard]] int unsaved() const;
    void saveAgain();
    /// Asks the journal where the films of the chosen rows lie; chosenGathered() tells.
    void gatherChosen();

    [[nodiscard]] WorklistModel& model() { return *m_model; }
    [[nodiscard]] WorklistView& view() { return *m_view; }
    [[nodiscard]] WorklistFilterBar& filterBar() { return *m_filter; }
    [[nodiscard]] ReaderBar& readerBar() { return *m_reader; }
    [[nodiscard]] JournalFollower& follower() { return *m_follower; }
    [[nodiscard]] QMenu& rowMenu() { return *m_rowMenu; } ///< menu of the chosen rows

Q_SIGNALS:
    void opened(); ///< another journal was opened; its rows follow
    void openFailed(const ccad::Error& error);
    void stateChanged(); ///< state() has changed
    void openRequested(const QString& file);
    void problem(const QString& sentence);
    void chosenGathered(const QStringList& films);
    void savingChanged(); ///< isSaving() or unsaved() changed

private:
    void keep(qint64 number, Verdict verdict, const QString& comment);
    void makeLayout();
    void connectJournal();
    void connectWidgets();
    void applySettings();
    void showRow();
    void showCount();
    void showState();
    void chooseFirst();
    void openRow(qint64 number);
    void openStudy(const ScreenedStudy& study, bool isThere);
    void giveVerdict(Verdict verdict);

    Settings& m_settings;
    JournalFollower* m_follower;
    WorklistThumbnails* m_thumbnails;
    WorklistModel* m_model;
    WorklistView* m_view;
    WorklistFilterBar* m_filter;
    ReaderBar* m_reader;
    QLabel* m_counts;
    QLabel* m_concerns;
    QMenu* m_rowMenu;
    WorklistState m_state;
    bool m_isFresh = false; ///< true until a row of this journal is chosen
    NewestWins m_opening;
};

} // namespace ccad
