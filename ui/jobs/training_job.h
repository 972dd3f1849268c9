// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/compute_lane.h"
#include "core/torch/runtime.h"
#include "core/training/trainer.h"
#include "ui/jobs/latest.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <optional>

namespace ccad {

/// What to train, on what, and where to put it.
struct TrainingSetup
{
    TrainingRequest request; ///< without base weights, network and preprocessing
    QString base; ///< package folder or weight file to start from
    int inputSize = 0; ///< pixels; 0: the base's own
    QString folder; ///< package folder to write
    Existing existing = Existing::Keep; ///< what happens to a package that exists already
};

/// The file that keeps the state of a training to that folder.
[[nodiscard]] QString checkpointFileOf(const QString& packageFolder);

/// A finished training, whose package is on the disk.
struct TrainedModel
{
    QString folder;
    ModelResults results;
    QStringList unreadable;
    int bestEpoch = 0;
    bool stoppedEarly = false;
    double seconds = 0;
};

/// Runs one training at a time on a thread of its own; its signals come on this object's thread.
/// The destructor cancels and waits; the checkpoint stays.
class TrainingJob final : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Idle,
        Running,
        Paused,
        Stopping, ///< asked to stop and keep the best weights
        Cancelling,
    };

    /// Returns a sentence on what makes training on this machine slower than need be, or nothing.
    using MachineCheck = std::optional<QString> (*)();

    /// Each batch takes a turn in the lane, where the viewer's predictions go first. The machine is
    /// checked on the training's thread, since the check needs Torch.
    explicit TrainingJob(std::shared_ptr<ComputeLane> lane, QObject* parent = nullptr,
                         MachineCheck check = slowBlasWarning);
    ~TrainingJob() override;

    /// Call it only when idle.
    void start(const TrainingSetup& setup);
    void pause();
    void resume();
    void stopAndKeepBest();
    void cancel();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isActive() const { return m_state != State::Idle; }
    [[nodiscard]] QString name() const { return m_name; } ///< name of the model
    [[nodiscard]] TrainingProgress progress() const { return m_progress.get(); }

Q_SIGNALS:
    void stateChanged(ccad::TrainingJob::State state);
    /// Emitted some times a second while the training runs.
    void progressed();
    void warned(const QString& sentence); ///< about the machine, before the first step
    void epochDone(const ccad::EpochReport& epoch);
    void finished(const ccad::TrainedModel& model);
    void failed(const ccad::Error& error); ///< the error may be Cancelled

private:
    void setState(State state);
    void deliver(const Result<TrainedModel>& result);

    std::shared_ptr<ComputeLane> m_lane;
    MachineCheck m_check;
    TrainingControl m_control;
    Latest<TrainingProgress> m_progress;
    QTimer m_look; ///< time to look at the progress
    QString m_name;
    State m_state = State::Idle;
    QThreadPool m_pool;
};

} // namespace ccad
