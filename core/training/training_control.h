// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/compute_lane.h"
#include "core/base/run_control.h"

#include <atomic>
#include <memory>

namespace ccad {

/// The reins of a running training. Copies share one state and may be used from any thread.
class TrainingControl
{
public:
    TrainingControl();
    /// Ends with Cancelled as soon as possible; the last checkpoint stays.
    explicit TrainingControl(const CancelToken& cancel);

    void cancel() const;
    /// Pauses between two batches; the state stays in memory.
    void pause() const;
    void resume() const;
    /// Ends the training, paused or not, after the batch at hand as if all epochs were done: the
    /// best model so far is calibrated, evaluated and kept. Recorded in the card.
    void stopAndKeepBest() const;

    [[nodiscard]] bool isPaused() const;
    [[nodiscard]] bool isStopping() const;
    [[nodiscard]] const CancelToken& cancelToken() const;

    /// Blocks while paused; returns at once when cancelled or stopping. For the trainer.
    void waitWhilePaused() const;
    /// The lane in which each batch takes a turn; never null.
    [[nodiscard]] const std::shared_ptr<ComputeLane>& lane() const;
    void setLane(std::shared_ptr<ComputeLane> lane);

private:
    RunControl m_run;
    std::shared_ptr<std::atomic_bool> m_isStopping;
    std::shared_ptr<ComputeLane> m_lane;
};

} // namespace ccad
