// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_control.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace ccad {

struct TrainingControl::State
{
    CancelToken cancel;
    mutable std::mutex mutex;
    std::condition_variable changed;
    bool isPaused = false;
    bool isStopping = false;
};

TrainingControl::TrainingControl() : TrainingControl(CancelToken()) { }

TrainingControl::TrainingControl(const CancelToken& cancel)
    : m_state(std::make_shared<State>()), m_lane(std::make_shared<ComputeLane>())
{
    m_state->cancel = cancel;
}

void TrainingControl::cancel() const
{
    m_state->cancel.cancel();
    m_state->changed.notify_all();
}

void TrainingControl::pause() const
{
    const std::lock_guard lock(m_state->mutex);
    m_state->isPaused = true;
}

void TrainingControl::resume() const
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isPaused = false;
    }
    m_state->changed.notify_all();
}

void TrainingControl::stopAndKeepBest() const
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isStopping = true;
    }
    m_state->changed.notify_all();
}

bool TrainingControl::isPaused() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->isPaused;
}

bool TrainingControl::isStopping() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->isStopping;
}

const CancelToken& TrainingControl::cancelToken() const
{
    return m_state->cancel;
}

void TrainingControl::waitWhilePaused() const
{
    // The token may be cancelled elsewhere, by a signal handler say, which notifies nobody.
    constexpr std::chrono::milliseconds lookAgain{50};
    std::unique_lock lock(m_state->mutex);
    while (m_state->isPaused && !m_state->isStopping && !m_state->cancel.isCancelled())
        m_state->changed.wait_for(lock, lookAgain);
}

const std::shared_ptr<ComputeLane>& TrainingControl::lane() const
{
    return m_lane;
}

void TrainingControl::setLane(std::shared_ptr<ComputeLane> lane)
{
    if (lane)
        m_lane = std::move(lane);
}

} // namespace ccad
