// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/screening/screener.h"
#include "ui/jobs/long_run.h"

#include <QObject>
#include <QStringList>

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
    using State = RunState; ///< never Stopping
    using SharedClassifier = std::shared_ptr<const Classifier>;
    using Observer = std::function<void(const ScreeningProgress&)>;
    using Screen = std::function<Result<JournalCounts>(Journal&, const SharedClassifier&,
                                                       const ScreeningOptions&, const RunControl&,
                                                       const Observer&)>;

    /// Uses core's screen().
    explicit ScreeningRun(QObject* parent = nullptr);
    /// For tests: uses another function, called on the worker; the classifier may be null.
    explicit ScreeningRun(Screen screen, QObject* parent = nullptr);

    /// Starts a new journal, which must not exist yet. Call it only when idle.
    void start(const QString& journal, const ScreeningJob& job, const SharedClassifier& classifier,
               bool watch);
    /// Resumes a journal. If the classifier is not the journal's, the right one is loaded from the
    /// journal's model folder. Call it only when idle.
    void resume(const QString& journal, const SharedClassifier& classifier, bool retryFailed);
    void pause() { m_run.pause(); }
    void goOn() { m_run.resume(); }
    void cancel() { m_run.cancel(); }

    [[nodiscard]] State state() const { return m_run.state(); }
    [[nodiscard]] bool isActive() const { return m_run.isActive(); }
    [[nodiscard]] bool isWatching() const { return m_isWatching; }
    [[nodiscard]] QString journal() const { return m_journal; } ///< of the run now or last
    [[nodiscard]] ScreeningProgress progress() const { return m_run.progress(); }

Q_SIGNALS:
    void stateChanged(ccad::RunState state);
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
    void takeState(State state);

    using Run = LongRun<ScreeningProgress, JournalCounts>;
    Screen m_screen;
    QString m_journal;
    bool m_isWatching = false;
    Run m_run; ///< last, hence destroyed first
};

} // namespace ccad
