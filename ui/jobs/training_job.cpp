// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/training_job.h"

#include "core/base/parallel.h"

#include <utility>

namespace ccad {

TrainingJob::TrainingJob(std::shared_ptr<ComputeLane> lane, QObject* parent, MachineCheck check)
    : QObject(parent), m_lane(std::move(lane)), m_check(check),
      m_run([this](State state) { Q_EMIT stateChanged(state); }, [this] { Q_EMIT progressed(); })
{
}

/// Called on the training's thread; what it says is said on this object's.
TrainingObserver TrainingJob::observerFor(const Run::Reporter& reporter)
{
    TrainingObserver observer;
    observer.onProgress = [reporter](const TrainingProgress& now) { reporter.setProgress(now); };
    observer.onEpoch = [this, reporter](const EpochReport& epoch) {
        reporter.say([this, epoch] { Q_EMIT epochDone(epoch); });
    };
    return observer;
}

void TrainingJob::start(const TrainingSetup& setup)
{
    m_name = setup.request.name;
    TrainingControl control;
    control.setLane(m_lane);
    m_run.start(
        control,
        [this, setup, control, check = m_check](const Run::Reporter& reporter) {
            letOpenMpSleep();
            if (const auto warning = check())
                reporter.say([this, sentence = *warning] { Q_EMIT warned(sentence); });
            return trainPackage(setup, control, observerFor(reporter));
        },
        [this](const Result<TrainedModel>& result) {
            if (result)
                Q_EMIT finished(*result);
            else
                Q_EMIT failed(result.error());
        });
}

} // namespace ccad
