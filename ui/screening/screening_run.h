// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/screening/screener.h"
#include "ui/jobs/latest.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>

namespace ccad {

/// Runs one batch at a time on a thread of its own, which gives way to the window and to the
/// viewer's predictions; its signals come on this object's thread. The destructor cancels and
/// waits; the journal can be resumed another time.
class ScreeningRun final : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Idle,
        Running,
        Paused,
        Cancelling,
    };
    using SharedClassifier = std::shared_ptr<const Classifier>;
    using Observer = std::function<void(const ScreeningProgress&)>;
    using Screen = std::function<Result<JournalCounts>(Journal&, const SharedClassifier&,
                                                       const ScreeningOptions&, const RunControl&,
                                                       const Observer&)>;

    /// Uses core's screen().
    explicit ScreeningRun(QObject* parent = nullptr);
    /// For tests: uses another function, called on the worker; the classifier may be null.
    explicit ScreeningRun(Screen screen, QObject* parent = nullptr);
    ~ScreeningRun() override;

    /// Starts a new journal, which must not exist yet. Call it only when idle.
    void start(const QString& journal, const ScreeningJob& job, const SharedClassifier& classifier,
               bool watch);
    /// Resumes a journal. If the classifier is not the journal's, the right one is loaded from the
    /// journal's model folder. Call it only when idle.
    void resume(const QString& journal, const SharedClassifier& classifier, bool retryFailed);
    void pause();
    void goOn();
    void cancel();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isActive() const { return m_state != State::Idle; }
    [[nodiscard]] bool isWatching() const { return m_isWatching; }
    /// The journal of the run that goes on or was last.
    [[nodiscard]] QString journal() const { return m_journal; }
    [[nodiscard]] ScreeningProgress progress() const { return m_progress.get(); }

Q_SIGNALS:
    void stateChanged(ccad::ScreeningRun::State state);
    /// The journal exists by now.
    void journalReady(const QString& journal);
    /// Emitted some times a second while the batch runs.
    void progressed();
    void finished(const ccad::JournalCounts& counts);
    void failed(const ccad::Error& error); ///< the error may be Cancelled

private:
    using OpenJournal = std::function<Result<std::unique_ptr<Journal>>()>;
    void run(const QString& path, const OpenJournal& open, const SharedClassifier& classifier,
             ScreeningOptions options);
    void setState(State state);
    void deliver(const Result<JournalCounts>& result);

    Screen m_screen;
    RunControl m_control;
    Latest<ScreeningProgress> m_progress;
    QTimer m_look; ///< time to look at the progress
    QString m_journal;
    State m_state = State::Idle;
    bool m_isWatching = false;
    QThreadPool m_pool;
};

} // namespace ccad
