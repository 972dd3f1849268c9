// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/training_job.h"

#include "core/base/parallel.h"
#include "core/package/imported_weights.h"

#include <QFile>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int lookMs = 150;

/// Carries the messages of a training to the window's thread.
class TrainingMessages final : public QObject
{
    Q_OBJECT
Q_SIGNALS:
    void warned(const QString& sentence);
    void epochDone(const ccad::EpochReport& epoch);
    void ended();
};

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
    : QObject(parent), m_lane(std::move(lane)), m_check(check)
{
    m_pool.setMaxThreadCount(1);
    // Torch sets its threads up once for each calling thread; a new thread for each training would
    // repeat that.
    m_pool.setExpiryTimeout(-1);
    m_look.setInterval(lookMs);
    connect(&m_look, &QTimer::timeout, this, &TrainingJob::progressed);
}

TrainingJob::~TrainingJob()
{
    m_control.cancel();
    m_pool.waitForDone();
}

void TrainingJob::start(const TrainingSetup& setup)
{
    Q_ASSERT(!isActive());
    m_control = TrainingControl();
    m_control.setLane(m_lane);
    m_progress = {};
    m_name = setup.request.name;

    const std::shared_ptr<TrainingMessages> messages(new TrainingMessages,
                                                     [](TrainingMessages* m) { m->deleteLater(); });
    const auto result = std::make_shared<std::optional<Result<TrainedModel>>>();
    connect(messages.get(), &TrainingMessages::warned, this, &TrainingJob::warned,
            Qt::QueuedConnection);
    connect(messages.get(), &TrainingMessages::epochDone, this, &TrainingJob::epochDone,
            Qt::QueuedConnection);
    connect(
        messages.get(), &TrainingMessages::ended, this, [this, result] { deliver(**result); },
        Qt::QueuedConnection);
    m_pool.start(
        [setup, control = m_control, progress = m_progress, check = m_check, messages, result] {
            giveWay(); // to the window and to predictions
            letOpenMpSleep();
            if (const auto warning = check())
                Q_EMIT messages->warned(*warning);
            TrainingObserver observer;
            observer.onProgress = [progress](const TrainingProgress& now) { progress.set(now); };
            observer.onEpoch
                = [messages](const EpochReport& epoch) { Q_EMIT messages->epochDone(epoch); };
            result->emplace(trainAndSave(setup, control, observer));
            Q_EMIT messages->ended();
        });
    setState(State::Running);
}

void TrainingJob::pause()
{
    if (m_state != State::Running)
        return;
    m_control.pause();
    setState(State::Paused);
}

void TrainingJob::resume()
{
    if (m_state != State::Paused)
        return;
    m_control.resume();
    setState(State::Running);
}

void TrainingJob::stopAndKeepBest()
{
    if (m_state != State::Running && m_state != State::Paused)
        return;
    m_control.stopAndKeepBest();
    m_control.resume();
    setState(State::Stopping);
}

void TrainingJob::cancel()
{
    if (!isActive())
        return;
    m_control.cancel();
    setState(State::Cancelling);
}

void TrainingJob::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    if (isActive())
        m_look.start();
    else
        m_look.stop();
    Q_EMIT stateChanged(state);
}

void TrainingJob::deliver(const Result<TrainedModel>& result)
{
    setState(State::Idle);
    if (result)
        Q_EMIT finished(*result);
    else
        Q_EMIT failed(result.error());
}

} // namespace ccad

#include "training_job.moc"
