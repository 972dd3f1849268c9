// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/one_ahead.h"
#include "core/engine/network_pass.h"
#include "core/training/feature_cache.h"
#include "core/training/phases/internal/training_loop_torch.h"

#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

namespace ccad {

namespace {

/// Features of each image, N x 1280, its label, and the prior's offsets where there is one.
struct FeatureTable
{
    at::Tensor features;
    at::Tensor labels;
    at::Tensor offsets = {};
};

std::vector<at::Tensor> denseParametersOf(const MobileNetV2& network)
{
    return {network.denseWeight(), network.denseBias()};
}

void copyDense(const MobileNetV2& from, MobileNetV2& to)
{
    to.denseWeight().copy_(from.denseWeight());
    to.denseBias().copy_(from.denseBias());
}

class HeadTraining : public TrainingLoop
{
public:
    explicit HeadTraining(TrainingContext& context)
        : TrainingLoop(context, EpochReport::Phase::Head, context.request.recipe.headEpochs),
          m_extractor(context.request.network, weightsOf(context.network)),
          m_changesImages(m_recipe.augmentHead && m_recipe.augmentation.isRandom())
    {
        m_state.optimizer = std::make_unique<Optimizer>(
            m_recipe, denseParametersOf(context.network), m_recipe.headLearningRate);
    }

    /// Makes the best head the network's.
    Result<void> finish()
    {
        const at::NoGradGuard noGrad;
        copyDense(m_state.best, m_context.network);
        m_context.headLoss = m_state.bestLoss;
        return {};
    }

private:
    Result<void> prepare() override
    {
        const auto validation = readable(m_context.split.validation.items, m_context.images);
        m_context.begin(TrainingProgress::Step::Features, 0, 0,
                        validation.size() + (m_changesImages ? 0 : m_items.size()));
        auto checked = plainFeatures(validation);
        if (!checked)
            return checked.error();
        m_validation = std::move(*checked);
        if (m_changesImages) {
            m_context.features.save();
            return {};
        }
        std::vector<const DatasetItem*> items;
        for (const TrainingItem& item : m_items)
            items.push_back(&*item);
        auto learned = plainFeatures(items);
        if (!learned)
            return learned.error();
        m_training = std::move(*learned);
        m_training.offsets = offsetsOf(m_items, m_prior);
        m_context.features.save();
        return {};
    }

    Result<LossMeter> trainEpoch(int epoch) override
    {
        const std::uint64_t seed = epochSeed(m_context.request, m_state.phase, epoch);
        Random random(seed);
        at::manual_seed(seed); // of the dropout
        m_context.network.train();
        return m_changesImages ? trainOnChangedImages(seed, random) : trainOnTable(random);
    }

    Result<LossMeter> validate() override
    {
        const at::NoGradGuard noGrad;
        m_state.average.eval();
        const at::Tensor logits = m_state.average.head(m_validation.features);
        LossMeter meter;
        meter.add(lossOf(logits, m_validation.labels), logits, m_validation.labels);
        return meter;
    }

    void keep() override
    {
        const at::NoGradGuard noGrad;
        copyDense(m_state.average, m_state.best);
    }

    bool lastCounts() const override { return m_recipe.patience == 0; }

    std::vector<std::vector<float>> featuresOf(const std::vector<NetworkInput>& inputs) const
    {
        std::vector<std::vector<float>> features;
        for (engine::Answer& answer : m_extractor.run(inputs))
            features.push_back(std::move(answer.features));
        return features;
    }

    /// Takes features from the cache as far as it has them.
    Result<FeatureTable> plainFeatures(const std::vector<const DatasetItem*>& items)
    {
        constexpr std::size_t chunk = 32;
        std::vector<std::vector<float>> rows(items.size());
        std::vector<std::size_t> missing;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (const std::vector<float>* known = m_context.features.find(*items[i]))
                rows[i] = *known;
            else
                missing.push_back(i);
        }
        m_context.advance(items.size() - missing.size());
        for (std::size_t first = 0; first < missing.size(); first += chunk) {
            if (auto goesOn = m_context.mayGoOn(); !goesOn)
                return goesOn.error();
            const ComputeLane::Turn turn(*m_context.control.lane(), false);
            const std::span part(missing.data() + first, std::min(chunk, missing.size() - first));
            std::vector<NetworkInput> inputs;
            for (const std::size_t i : part)
                inputs.push_back(m_context.images.input(*items[i]));
            auto features = featuresOf(inputs);
            for (std::size_t i = 0; i < part.size(); ++i) {
                m_context.features.put(*items[part[i]], features[i]);
                rows[part[i]] = std::move(features[i]);
            }
            m_context.advance(part.size());
        }
        return FeatureTable{tensorOf(rows), labelsOf(items)};
    }

    Result<LossMeter> trainOnTable(Random& random)
    {
        const at::Tensor order
            = at::tensor(epochPositions(m_items, m_recipe.balanceGroups, random), at::kLong);
        LossMeter meter;
        for (std::int64_t first = 0; first < order.size(0); first += m_recipe.batch) {
            if (auto goesOn = m_context.mayGoOn(); !goesOn)
                return goesOn.error();
            const ComputeLane::Turn turn(*m_context.control.lane(), false);
            const at::Tensor rows = order.slice(0, first, first + m_recipe.batch);
            const at::Tensor& offsets = m_training.offsets;
            step(m_training.features.index_select(0, rows), m_training.labels.index_select(0, rows),
                 offsets.defined() ? offsets.index_select(0, rows) : offsets, meter);
        }
        return meter;
    }

    Result<LossMeter> trainOnChangedImages(std::uint64_t seed, Random& random)
    {
        const auto order = epochOrder(m_items, m_recipe.balanceGroups, random);
        const auto batch = static_cast<std::size_t>(m_recipe.batch);
        const auto part = [&](std::size_t i) {
            return std::span(order).subspan(i * batch).first(
                std::min(batch, order.size() - i * batch));
        };
        const std::size_t batches = (order.size() + batch - 1) / batch;
        OneAhead<std::vector<NetworkInput>> inputs(batches, [&](std::size_t i) {
            return m_context.images.augmentedInputs(
                part(i), m_recipe.augmentation, derivedSeed(seed, std::uint64_t{i * batch} + 1));
        });
        LossMeter meter;
        for (std::size_t i = 0; i < batches; ++i) {
            if (auto goesOn = m_context.mayGoOn(); !goesOn)
                return goesOn.error();
            const ComputeLane::Turn turn(*m_context.control.lane(), false);
            step(tensorOf(featuresOf(inputs.next())), labelsOf(part(i)),
                 offsetsOf(part(i), m_prior), meter);
            m_context.advance(part(i).size());
        }
        return meter;
    }

    void step(const at::Tensor& features, const at::Tensor& labels, const at::Tensor& offsets,
              LossMeter& meter)
    {
        Targets targets = targetsOf(labels, m_classWeights, 0);
        targets.offsets = offsets;
        m_state.optimizer->clearGradients();
        const at::Tensor logits = m_context.network.head(features);
        const at::Tensor loss = lossOf(logits, targets);
        loss.backward();
        m_state.optimizer->step();
        if (m_recipe.weightAverage > 0)
            moveAverage(denseParametersOf(m_context.network), denseParametersOf(m_state.average),
                        m_recipe.weightAverage, m_state.stepsDone);
        ++m_state.stepsDone;
        meter.add(loss.detach(), logits.detach(), labels);
    }

    NetworkPass m_extractor;
    bool m_changesImages;
    FeatureTable m_training; ///< empty when images are changed
    FeatureTable m_validation;
};

} // namespace

Result<void> trainHead(TrainingContext& context)
{
    HeadTraining training(context);
    if (auto done = training.run(); !done)
        return done;
    return training.finish();
}

} // namespace ccad
