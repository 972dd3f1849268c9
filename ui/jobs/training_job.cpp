// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/training_job.h"

#include "core/base/parallel.h"
#include "core/package/imported_weights.h"

#include <QFile>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Result<TrainingRequest> completed(const TrainingSetup& setup)
{
    auto base = loadPackageOrWeights(setup.base);
    if (!base)
        return base.error();
    TrainingRequest request = setup.request;
    startFrom(std::move(*base), setup.inputSize, request);
    request.featureCache = defaultFeatureCache();
    return request;
}

Result<TrainedModel> trainAndSave(const TrainingSetup& setup, const TrainingControl& control,
                                  const TrainingObserver& observer)
{
    // Asked first, since hours may pass until the package is written.
    if (auto target = checkPackageTarget(setup.folder, setup.existing); !target)
        return target.error();
    if (auto target = checkCheckpointFile(setup.request.checkpointFile); !target)
        return target.error();
    const auto request = completed(setup);
    if (!request)
        return request.error();
    auto outcome = trainModel(*request, control, observer);
    if (!outcome)
        return outcome.error();
    // Should this fail, the checkpoint still holds everything.
    if (auto saved = saveModelPackage(outcome->package, setup.folder, setup.existing); !saved)
        return saved.error();
    QFile::remove(request->checkpointFile);
    return TrainedModel{
        setup.folder,       std::move(outcome->results), std::move(outcome->unreadable),
        outcome->bestEpoch, outcome->stoppedEarly,       outcome->seconds};
}

} // namespace

QString checkpointFileOf(const QString& packageFolder)
{
    return packageFolder + u".checkpoint"_s;
}

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
            return trainAndSave(setup, control, observerFor(reporter));
        },
        [this](const Result<TrainedModel>& result) {
            if (result)
                Q_EMIT finished(*result);
            else
                Q_EMIT failed(result.error());
        });
}

} // namespace ccad
