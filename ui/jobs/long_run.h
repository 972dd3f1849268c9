// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "ui/jobs/latest.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>
#include <utility>

namespace ccad {

enum class RunState
{
    Idle,
    Running,
    Paused,
    Stopping, ///< asked to end early with what it has
    Cancelling,
};

/// One long piece of work at a time (a training, a batch, an audit) on a thread of its own, which
/// gives way to the window: how far it is, its pause, its cancelling and what came of it. To be
/// used from one thread; the destructor cancels and waits. `Control` is RunControl or has its
/// functions.
template <typename Progress, typename Outcome, typename Control = RunControl> class LongRun final
{
public:
    /// What the work tells while it runs; for its thread.
    class Reporter
    {
    public:
        void setProgress(Progress now) const { m_progress.set(std::move(now)); }
        /// Calls it on the thread of the LongRun, before the outcome is delivered, unless that has
        /// gone by then.
        template <typename Call> void say(Call call) const
        {
            QMetaObject::invokeMethod(m_receiver, std::move(call), Qt::QueuedConnection);
        }

    private:
        friend class LongRun;
        Reporter(QObject* receiver, Latest<Progress> progress)
            : m_receiver(receiver), m_progress(std::move(progress))
        {
        }

        QObject* m_receiver; ///< outlives the work
        Latest<Progress> m_progress;
    };

    /// `progressed` is called some times a second while it is active, as is `stateChanged` with
    /// each new state.
    LongRun(std::function<void(RunState)> stateChanged, const std::function<void()>& progressed)
        : m_stateChanged(std::move(stateChanged))
    {
        constexpr int lookMs = 150;
        m_pool.setMaxThreadCount(1);
        // Torch sets its threads up once a thread; a new thread for each run would do so again.
        m_pool.setExpiryTimeout(-1);
        m_look.setInterval(lookMs);
        QObject::connect(&m_look, &QTimer::timeout, &m_receiver, progressed);
    }
    ~LongRun()
    {
        m_control.cancel();
        m_pool.waitForDone();
    }
    LongRun(const LongRun&) = delete;
    LongRun& operator=(const LongRun&) = delete;

    /// Only when idle. Calls work(const Reporter&), which heeds the control and gives a
    /// Result<Outcome>, on its thread, then deliver(that) on this one, where the state is Idle
    /// already. `work` must capture values only, but for what it says.
    template <typename Work, typename Deliver>
    void start(const Control& control, Work work, Deliver deliver);

    void pause()
    {
        if (m_state != RunState::Running)
            return;
        m_control.pause();
        setState(RunState::Paused);
    }
    void resume()
    {
        if (m_state != RunState::Paused)
            return;
        m_control.resume();
        setState(RunState::Running);
    }
    /// For controls that can end a run early.
    void stopAndKeepBest()
    {
        if (m_state != RunState::Running && m_state != RunState::Paused)
            return;
        m_control.stopAndKeepBest();
        m_control.resume();
        setState(RunState::Stopping);
    }
    void cancel()
    {
        if (!isActive())
            return;
        m_control.cancel();
        setState(RunState::Cancelling);
    }

    [[nodiscard]] RunState state() const { return m_state; }
    [[nodiscard]] bool isActive() const { return m_state != RunState::Idle; }
    [[nodiscard]] Progress progress() const { return m_progress.get(); } ///< of the run now or last

private:
    void setState(RunState state)
    {
        if (m_state == state)
            return;
        m_state = state;
        if (isActive())
            m_look.start();
        else
            m_look.stop();
        m_stateChanged(state);
    }

    std::function<void(RunState)> m_stateChanged;
    QObject m_receiver; ///< of all that is said
    QTimer m_look; ///< at the progress
    Control m_control;
    Latest<Progress> m_progress;
    RunState m_state = RunState::Idle;
    QThreadPool m_pool;
};

template <typename Progress, typename Outcome, typename Control>
template <typename Work, typename Deliver>
void LongRun<Progress, Outcome, Control>::start(const Control& control, Work work, Deliver deliver)
{
    Q_ASSERT(!isActive());
    m_control = control;
    m_progress = {};
    const Reporter reporter(&m_receiver, m_progress);
    m_pool.start([this, reporter, work = std::move(work), deliver = std::move(deliver)]() mutable {
        giveWay(); // to the window and to predictions
        const auto outcome = std::make_shared<const Result<Outcome>>(work(reporter));
        reporter.say([this, outcome, deliver = std::move(deliver)]() mutable {
            setState(RunState::Idle);
            deliver(*outcome);
        });
    });
    setState(RunState::Running);
}

} // namespace ccad
