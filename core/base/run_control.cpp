// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/run_control.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace ccad {

struct RunControl::State
{
    CancelToken cancel;
    mutable std::mutex mutex;
    std::condition_variable changed;
    bool isPaused = false;
};

RunControl::RunControl() : RunControl(CancelToken()) { }

RunControl::RunControl(const CancelToken& cancel) : m_state(std::make_shared<State>())
{
    m_state->cancel = cancel;
}

void RunControl::cancel() const
{
    m_state->cancel.cancel();
    m_state->changed.notify_all();
}

void RunControl::pause() const
{
    const std::lock_guard lock(m_state->mutex);
    m_state->isPaused = true;
}

void RunControl::resume() const
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isPaused = false;
    }
    m_state->changed.notify_all();
}

bool RunControl::isPaused() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->isPaused;
}

const CancelToken& RunControl::cancelToken() const
{
    return m_state->cancel;
}

void RunControl::waitWhilePaused() const
{
    // The token may be cancelled elsewhere, by a signal handler say, which notifies nobody.
    constexpr std::chrono::milliseconds lookAgain{50};
    std::unique_lock lock(m_state->mutex);
    while (m_state->isPaused && !m_state->cancel.isCancelled())
        m_state->changed.wait_for(lock, lookAgain);
}

} // namespace ccad
