// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/phases/internal/training_loop_torch.h"
#include "core/training/request_checks.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

TrainingLoop::TrainingLoop(TrainingContext& context, EpochReport::Phase phase, int epochs)
    : m_context(context), m_recipe(context.request.recipe),
      m_items(context.images.trainingItems(context.split.training)), m_epochs(epochs)
{
    if (m_recipe.classWeights && !m_recipe.balanceGroups) // else the order balances already
        m_classWeights = balancedClassWeights(m_items, context.request.network.classes);
    m_prior = SourcePrior(m_items, context.request.network.classes, m_recipe.sourcePrior,
                          m_recipe.balanceGroups);
    m_state.phase = phase;
    m_state.network = context.network;
    m_state.average = context.network;
    if (m_recipe.weightAverage > 0) {
        m_state.average = MobileNetV2(context.request.network);
        copyWeights(m_state.network, m_state.average);
    }
    m_state.best = MobileNetV2(context.request.network);
    copyWeights(m_state.network, m_state.best);
    m_state.curve = context.curve;
}

Result<void> TrainingLoop::run()
{
    const TrainingRequest& request = m_context.request;
    const QString fingerprint
        = request.checkpointFile.isEmpty() ? QString() : requestFingerprint(request);
    if (auto taken = takeUp(fingerprint); !taken)
        return taken;
    auto done = runEpochs(fingerprint);
    const bool isStop = !done && done.error().code == ErrorCode::Cancelled
        && !m_context.control.cancelToken().isCancelled();
    if (isStop && !m_state.curve.empty()) {
        m_context.stoppedEarly = true;
        done = {};
    }
    m_context.curve = m_state.curve;
    return done;
}

/// Goes on from the checkpoint if there is one of this phase.
Result<void> TrainingLoop::takeUp(const QString& fingerprint)
{
    const TrainingRequest& request = m_context.request;
    if (fingerprint.isEmpty() || !request.resume)
        return {};
    auto phase = checkpointPhase(request.checkpointFile, fingerprint);
    if (!phase)
        return phase.error();
    if (!phase->has_value() && QFileInfo::exists(request.checkpointFile))
        return Error{ErrorCode::InvalidArgument,
                     u"The checkpoint %1 belongs to another training: the data set, "
                     "the recipe, the seed or the base weights differ. Ask for the "
                     "same as then, or delete it to start over."_s.arg(request.checkpointFile),
                     request.checkpointFile};
    if (!phase->has_value())
        return {};
    if (**phase != m_state.phase) {
        if (m_state.phase == EpochReport::Phase::Head)
            m_epochs = 0; // fine-tuning has begun: the head is behind us
        return {};
    }
    return loadCheckpoint(request.checkpointFile, m_state);
}

Result<void> TrainingLoop::runEpochs(const QString& fingerprint)
{
    bool isPrepared = false;
    while (m_state.epochsDone < m_epochs && !lostPatience()) {
        if (!isPrepared)
            if (auto prepared = prepare(); !prepared)
                return prepared;
        isPrepared = true;
        if (auto done = runEpoch(); !done)
            return done;
        if (fingerprint.isEmpty())
            continue;
        if (auto saved = saveCheckpoint(m_context.request.checkpointFile, m_state, fingerprint);
            !saved)
            return saved;
    }
    if (m_state.epochsDone < m_epochs)
        m_context.stoppedEarly = true;
    return {};
}

bool TrainingLoop::lostPatience() const
{
    return m_recipe.patience > 0 && m_state.epochsDone - m_state.bestEpoch >= m_recipe.patience;
}

Result<void> TrainingLoop::runEpoch()
{
    const int epoch = m_state.epochsDone + 1;
    const bool isHead = m_state.phase == EpochReport::Phase::Head;
    m_context.begin(isHead ? TrainingProgress::Step::Head : TrainingProgress::Step::FineTuning,
                    epoch, m_epochs, m_items.size());
    auto trained = trainEpoch(epoch);
    if (!trained)
        return trained.error();
    const double imagesPerSecond = static_cast<double>(m_items.size()) / m_context.clock.seconds();
    auto checked = validate();
    if (!checked)
        return checked.error();
    if (lastCounts() || checked->loss() < m_state.bestLoss) {
        m_state.bestLoss = checked->loss();
        m_state.bestEpoch = epoch;
        keep();
    }
    m_state.epochsDone = epoch;
    m_state.curve.push_back({m_state.phase, epoch, m_epochs, trained->loss(), trained->accuracy(),
                             checked->loss(), checked->accuracy(), imagesPerSecond});
    m_context.report(m_state.curve.back());
    return {};
}

std::uint64_t epochSeed(const TrainingRequest& request, EpochReport::Phase phase, int epoch)
{
    const std::uint64_t first = phase == EpochReport::Phase::Head ? 100000 : 200000;
    return derivedSeed(request.seed, first + static_cast<std::uint64_t>(epoch));
}

} // namespace ccad
