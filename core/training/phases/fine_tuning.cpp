// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/one_ahead.h"
#include "core/engine/network_pass.h"
#include "core/training/phases/internal/training_loop_torch.h"

#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ccad {

namespace {

/// Parameters and running statistics, in the order of namedTensors.
std::vector<at::Tensor> tensorsOf(const MobileNetV2& network)
{
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : network.namedTensors())
        tensors.push_back(tensor);
    return tensors;
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

class FineTuning : public TrainingLoop
{
public:
    explicit FineTuning(TrainingContext& context)
        : TrainingLoop(context, EpochReport::Phase::FineTune, context.request.recipe.fineTuneEpochs)
    {
        m_state.optimizer = std::make_unique<Optimizer>(m_recipe, m_state.network.parameters(),
                                                        m_recipe.fineTuneLearningRate);
        m_state.bestLoss = context.headLoss; // to be beaten, unless the last epoch counts anyway
    }

    void finish()
    {
        copyWeights(m_state.best, m_context.network);
        m_context.bestEpoch = m_state.bestEpoch;
    }

private:
    Result<LossMeter> trainEpoch(int epoch) override
    {
        const std::uint64_t seed = epochSeed(m_context.request, m_state.phase, epoch);
        Random random(seed);
        at::manual_seed(seed); // of the dropout
        const auto order = epochOrder(m_items, m_recipe.balanceGroups, random);
        const auto batch = static_cast<std::size_t>(m_recipe.batch);
        const auto steps = static_cast<std::int64_t>((order.size() + batch - 1) / batch);

        // Batch norm cannot learn from a single image.
        const std::size_t batches = order.size() / batch + (order.size() % batch > 1 ? 1 : 0);
        const auto part = [&](std::size_t i) {
            return std::span(order).subspan(i * batch).first(
                std::min(batch, order.size() - i * batch));
        };
        OneAhead<at::Tensor> inputs(batches, [&](std::size_t i) {
            return changedBatch(part(i), derivedSeed(seed, std::uint64_t{i * batch} + 1));
        });

        LossMeter meter;
        enterTrainingMode();
        for (std::size_t i = 0; i < batches; ++i) {
            if (auto goesOn = m_context.mayGoOn(); !goesOn)
                return goesOn.error();
            const ComputeLane::Turn turn(*m_context.control.lane(), false);
            m_state.optimizer->setLearningRate(learningRate(m_recipe, m_state.stepsDone, steps));
            step(inputs.next(), part(i), meter);
            m_context.advance(part(i).size());
        }
        return meter;
    }

    at::Tensor changedBatch(std::span<const TrainingItem> items, std::uint64_t seed) const
    {
        return toTrainingBatch(m_context.images.augmentedInputs(items, m_recipe.augmentation, seed),
                               m_context.request.network.inputSize);
    }

    void step(const at::Tensor& x, std::span<const TrainingItem> items, LossMeter& meter)
    {
        const at::Tensor labels = labelsOf(items);
        Targets targets = targetsOf(labels, m_classWeights, m_recipe.labelSmoothing);
        targets.offsets = offsetsOf(items, m_prior);
        const StepResult result = trainingStep(m_state.network, *m_state.optimizer, x, targets);
        meter.add(result.loss, result.logits, labels);
        if (m_recipe.weightAverage > 0)
            moveAverage(tensorsOf(m_state.network), tensorsOf(m_state.average),
                        m_recipe.weightAverage, m_state.stepsDone);
        ++m_state.stepsDone;
    }

    void enterTrainingMode()
    {
        m_state.network.train();
        if (m_recipe.frozenStatistics)
            m_state.network.freezeStatistics();
    }

    Result<LossMeter> validate() override
    {
        constexpr std::size_t chunk = 32;
        const at::NoGradGuard noGrad;
        const NetworkPass pass(m_context.request.network, weightsOf(m_state.average));
        LossMeter meter;
        const auto items = readable(m_context.split.validation.items, m_context.images);
        for (std::size_t first = 0; first < items.size(); first += chunk) {
            if (auto goesOn = m_context.mayGoOn(); !goesOn)
                return goesOn.error();
            const ComputeLane::Turn turn(*m_context.control.lane(), false);
            const std::span part(items.data() + first, std::min(chunk, items.size() - first));
            std::vector<NetworkInput> inputs;
            for (const DatasetItem* item : part)
                inputs.push_back(m_context.images.input(*item));
            std::vector<std::vector<float>> rows;
            for (engine::Answer& answer : pass.run(inputs))
                rows.push_back(std::move(answer.logits));
            const at::Tensor logits = tensorOf(rows);
            const at::Tensor labels = labelsOf(part);
            meter.add(lossOf(logits, labels), logits, labels);
        }
        return meter;
    }

    void keep() override { copyWeights(m_state.average, m_state.best); }

    /// An average over the last epochs needs no choice, and a choice by validation images of the
    /// training's own sources would favour what only holds there.
    bool lastCounts() const override
    {
        return m_recipe.weightAverage > 0 && m_recipe.patience == 0;
    }
};

} // namespace

Result<void> fineTune(TrainingContext& context)
{
    FineTuning training(context);
    if (auto done = training.run(); !done)
        return done;
    training.finish();
    return {};
}

} // namespace ccad
