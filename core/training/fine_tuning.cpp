// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint_torch.h"
#include "core/training/training_phases_torch.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace ccad {

namespace {

void copyWeights(const MobileNetV2& from, MobileNetV2& to)
{
    const torch::NoGradGuard noGrad;
    const auto source = namedTensors(from);
    const auto target = namedTensors(to);
    for (std::size_t i = 0; i < source.size(); ++i)
        torch::Tensor(target[i].second).copy_(source[i].second);
}

/// average = decay * average + (1 - decay) * network; the decay grows from 0 over the first steps.
void updateAverage(const MobileNetV2& network, MobileNetV2& average, double decay,
                   std::int64_t step)
{
    const torch::NoGradGuard noGrad;
    const double ramp = (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step));
    const double kept = std::min(decay, ramp);
    const auto source = namedTensors(network);
    const auto target = namedTensors(average);
    for (std::size_t i = 0; i < source.size(); ++i)
        torch::Tensor(target[i].second).lerp_(source[i].second, 1 - kept);
}

double learningRate(const TrainingRecipe& recipe, std::int64_t step, std::int64_t stepsAnEpoch)
{
    if (!recipe.cosineSchedule)
        return recipe.fineTuneLearningRate;
    const auto total = static_cast<double>(stepsAnEpoch * recipe.fineTuneEpochs);
    const auto warmUp = static_cast<double>(stepsAnEpoch);
    const auto now = static_cast<double>(step);
    if (now < warmUp)
        return recipe.fineTuneLearningRate * (now + 1) / warmUp;
    constexpr double floor = 0.01;
    const double share = (now - warmUp) / std::max(1.0, total - warmUp);
    return recipe.fineTuneLearningRate
        * (floor + (1 - floor) * 0.5 * (1 + std::cos(std::numbers::pi * share)));
}

class FineTuning
{
public:
    explicit FineTuning(TrainingContext& context)
        : m_context(context), m_recipe(context.request.recipe),
          m_items(readable(context.split.training.items, context.images))
    {
        m_state.network = context.network;
        m_state.average = MobileNetV2(context.request.network);
        m_state.best = MobileNetV2(context.request.network);
        copyWeights(m_state.network, m_state.average);
        copyWeights(m_state.network, m_state.best);
        m_state.optimizer
            = makeOptimizer(m_recipe, m_state.network->parameters(), m_recipe.fineTuneLearningRate);
        // Without averaging, fine-tuning has to beat what the head alone reached.
        m_state.bestLoss = context.curves.empty() ? std::numeric_limits<double>::infinity()
                                                  : context.curves.back().validationLoss;
    }

    Result<void> run()
    {
        const TrainingRequest& request = m_context.request;
        const bool keeps = !request.checkpointFile.isEmpty();
        const QString fingerprint = keeps ? requestFingerprint(request) : QString();
        m_state.curves = m_context.curves;
        if (keeps && request.resume) {
            auto loaded = loadCheckpoint(request.checkpointFile, m_state, fingerprint);
            if (!loaded)
                return loaded.error();
            m_context.curves = m_state.curves;
        }
        while (m_state.epochsDone < m_recipe.fineTuneEpochs) {
            if (auto done = runEpoch(); !done)
                return done;
            if (!keeps)
                continue;
            if (auto saved = saveCheckpoint(request.checkpointFile, m_state, fingerprint); !saved)
                return saved;
        }
        copyWeights(m_state.best, m_context.network);
        m_context.bestEpoch = m_state.bestEpoch;
        return {};
    }

private:
    Result<void> runEpoch()
    {
        const int epoch = m_state.epochsDone + 1;
        QElapsedTimer timer;
        timer.start();
        auto trained = trainEpoch(epoch);
        if (!trained)
            return trained.error();
        const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        auto checked = validate(m_context, m_state.average);
        if (!checked)
            return checked.error();
        // An average over the last epochs needs no choice, and a choice by validation images of the
        // training's own sources would favour what only holds there.
        const bool isAverage = m_recipe.weightAverage > 0;
        if (isAverage || checked->loss() < m_state.bestLoss) {
            m_state.bestLoss = checked->loss();
            m_state.bestEpoch = epoch;
            copyWeights(m_state.average, m_state.best);
        }
        m_state.epochsDone = epoch;
        m_context.report({EpochReport::Phase::FineTune, epoch, m_recipe.fineTuneEpochs,
                          trained->loss(), trained->accuracy(), checked->loss(),
                          checked->accuracy(), static_cast<double>(m_items.size()) / seconds});
        m_state.curves = m_context.curves;
        return {};
    }

    Result<LossMeter> trainEpoch(int epoch)
    {
        // Seeds of its own for each epoch, so that a resumed training draws what it would have
        // drawn.
        const std::uint64_t seed
            = derivedSeed(m_context.request.seed, 1000 + static_cast<std::uint64_t>(epoch));
        Random random(seed);
        torch::manual_seed(seed);
        const auto order = epochOrder(m_items, m_recipe.balanceGroups, random);
        const auto batch = static_cast<std::size_t>(m_recipe.batch);
        const auto steps = static_cast<std::int64_t>((order.size() + batch - 1) / batch);

        LossMeter meter;
        enterTrainingMode();
        for (std::size_t first = 0; first < order.size(); first += batch) {
            if (m_context.cancel.isCancelled())
                return Error{
                    ErrorCode::Cancelled, QStringLiteral("The training was cancelled."), {}};
            if (m_context.observer.onProgress)
                m_context.observer.onProgress(static_cast<qint64>(first),
                                              static_cast<qint64>(order.size()),
                                              QStringLiteral("Fine-tuning, epoch %1 of %2")
                                                  .arg(epoch)
                                                  .arg(m_recipe.fineTuneEpochs));
            const std::size_t end = std::min(order.size(), first + batch);
            if (end - first < 2)
                break; // batch norm cannot learn from a single image
            const std::vector<const DatasetItem*> part(
                order.begin() + static_cast<std::ptrdiff_t>(first),
                order.begin() + static_cast<std::ptrdiff_t>(end));
            setLearningRate(*m_state.optimizer, learningRate(m_recipe, m_state.stepsDone, steps));
            const torch::Tensor labels = labelsOf(part);
            const StepResult step
                = trainingStep(m_state.network, *m_state.optimizer, inputsOf(part, random), labels,
                               m_recipe.labelSmoothing);
            meter.add(step.loss, step.logits, labels);
            updateAverage(m_state.network, m_state.average, m_recipe.weightAverage,
                          m_state.stepsDone++);
        }
        return meter;
    }

    void enterTrainingMode()
    {
        m_state.network->train();
        if (!m_recipe.frozenStatistics)
            return;
        for (const auto& module : m_state.network->modules(/*include_self=*/false))
            if (auto* norm = module->as<torch::nn::BatchNorm2d>())
                norm->eval();
    }

    torch::Tensor inputsOf(const std::vector<const DatasetItem*>& items, Random& random) const
    {
        std::vector<NetworkInput> inputs;
        const bool plain = m_recipe.augmentation == Augmentation{};
        for (const DatasetItem* item : items)
            inputs.push_back(
                plain ? m_context.images.input(*item)
                      : m_context.images.augmentedInput(*item, m_recipe.augmentation, random));
        return toTrainingBatch(inputs, m_context.request.network.inputSize);
    }

    TrainingContext& m_context;
    const TrainingRecipe& m_recipe;
    std::vector<const DatasetItem*> m_items;
    FineTuneState m_state;
};

} // namespace

Result<void> fineTune(TrainingContext& context)
{
    return FineTuning(context).run();
}

} // namespace ccad
