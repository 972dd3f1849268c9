// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_control.h"

namespace ccad {

TrainingControl::TrainingControl() : TrainingControl(CancelToken()) { }

TrainingControl::TrainingControl(const CancelToken& cancel)
    : m_run(cancel), m_isStopping(std::make_shared<std::atomic_bool>(false)),
      m_lane(std::make_shared<ComputeLane>())
{
}

void TrainingControl::cancel() const
{
    m_run.cancel();
}

void TrainingControl::pause() const
{
    if (!isStopping())
        m_run.pause();
}

void TrainingControl::resume() const
{
    m_run.resume();
}

void TrainingControl::stopAndKeepBest() const
{
    *m_isStopping = true;
    m_run.resume();
}

bool TrainingControl::isPaused() const
{
    return m_run.isPaused();
}

bool TrainingControl::isStopping() const
{
    return *m_isStopping;
}

const CancelToken& TrainingControl::cancelToken() const
{
    return m_run.cancelToken();
}

void TrainingControl::waitWhilePaused() const
{
    m_run.waitWhilePaused();
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
