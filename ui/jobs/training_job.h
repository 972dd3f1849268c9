// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/compute_lane.h"
#include "core/torch/runtime.h"
#include "core/training/package_training.h"
#include "ui/jobs/long_run.h"

#include <QObject>

#include <memory>
#include <optional>

namespace ccad {

/// Runs one training at a time on a thread of its own; its signals come on this object's thread.
/// The destructor cancels and waits; the checkpoint stays.
class TrainingJob final : public QObject
{
    Q_OBJECT
public:
    using State = RunState;

    /// Returns a sentence on what makes training on this machine slower than need be, or nothing.
    using MachineCheck = std::optional<QString> (*)();

    /// Each batch takes a turn in the lane, where the viewer's predictions go first. The machine is
    /// checked on the training's thread, since the check needs Torch.
    explicit TrainingJob(std::shared_ptr<ComputeLane> lane, QObject* parent = nullptr,
                         MachineCheck check = slowBlasWarning);

    /// Call it only when idle.
    void start(const TrainingSetup& setup);
    void pause() { m_run.pause(); }
    void resume() { m_run.resume(); }
    void stopAndKeepBest() { m_run.stopAndKeepBest(); }
    void cancel() { m_run.cancel(); }

    [[nodiscard]] State state() const { return m_run.state(); }
    [[nodiscard]] bool isActive() const { return m_run.isActive(); }
    [[nodiscard]] QString name() const { return m_name; } ///< of the model
    [[nodiscard]] TrainingProgress progress() const { return m_run.progress(); }

Q_SIGNALS:
    void stateChanged(ccad::RunState state);
    /// Some times a second while it runs.
    void progressed();
    void warned(const QString& sentence); ///< about the machine, before the first step
    void epochDone(const ccad::EpochReport& epoch);
    void finished(const ccad::TrainedModel& model);
    void failed(const ccad::Error& error); ///< the error may be Cancelled

private:
    using Run = LongRun<TrainingProgress, TrainedModel, TrainingControl>;

    [[nodiscard]] TrainingObserver observerFor(const Run::Reporter& reporter);

    std::shared_ptr<ComputeLane> m_lane;
    MachineCheck m_check;
    QString m_name;
    Run m_run; ///< last, hence destroyed first
};

} // namespace ccad
