// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_phases_torch.h"

#include "core/inference/folded_network_torch.h"

#include <QElapsedTimer>

#include <algorithm>

namespace ccad {

namespace {

/// Features of each image, N x 1280, and its label.
struct FeatureTable
{
    torch::Tensor features;
    torch::Tensor labels;
};

Result<FeatureTable> extract(TrainingContext& context, const FoldedNetwork& extractor,
                             const std::vector<DatasetItem>& items)
{
    constexpr std::size_t chunk = 32;
    const torch::NoGradGuard noGrad;
    const auto usable = readable(items, context.images);
    std::vector<torch::Tensor> parts;
    for (std::size_t first = 0; first < usable.size(); first += chunk) {
        if (context.cancel.isCancelled())
            return Error{ErrorCode::Cancelled, QStringLiteral("The training was cancelled."), {}};
        if (context.observer.onProgress)
            context.observer.onProgress(static_cast<qint64>(first),
                                        static_cast<qint64>(usable.size()),
                                        QStringLiteral("Computing features"));
        std::vector<NetworkInput> inputs;
        for (std::size_t i = first; i < std::min(usable.size(), first + chunk); ++i)
            inputs.push_back(context.images.input(*usable[i]));
        const torch::Tensor x = toTrainingBatch(inputs, context.request.network.inputSize);
        parts.push_back(MobileNetV2Impl::pool(extractor.features(x)));
    }
    return FeatureTable{torch::cat(parts), labelsOf(usable)};
}

LossMeter trainEpoch(TrainingContext& context, torch::optim::Optimizer& optimizer,
                     const FeatureTable& table, Random& random)
{
    const std::int64_t count = table.labels.size(0);
    std::vector<std::int64_t> order;
    for (std::int64_t i = 0; i < count; ++i)
        order.push_back(i);
    random.shuffle(order);
    const torch::Tensor permutation = torch::tensor(order, torch::kInt64);

    LossMeter meter;
    context.network->train();
    for (std::int64_t first = 0; first < count; first += context.request.recipe.batch) {
        const torch::Tensor rows
            = permutation.slice(0, first, first + context.request.recipe.batch);
        const torch::Tensor labels = table.labels.index_select(0, rows);
        optimizer.zero_grad();
        const torch::Tensor logits = context.network->head(table.features.index_select(0, rows));
        const torch::Tensor loss = torch::nn::functional::cross_entropy(logits, labels);
        loss.backward();
        optimizer.step();
        meter.add(loss.detach(), logits.detach(), labels);
    }
    return meter;
}

} // namespace

Result<void> trainHead(TrainingContext& context)
{
    const TrainingRecipe& recipe = context.request.recipe;
    const FoldedNetwork extractor(context.network);
    auto training = extract(context, extractor, context.split.training.items);
    if (!training)
        return training.error();
    auto validation = extract(context, extractor, context.split.validation.items);
    if (!validation)
        return validation.error();

    auto optimizer
        = makeOptimizer(recipe, context.network->dense()->parameters(), recipe.headLearningRate);
    Random random(derivedSeed(context.request.seed, 2));
    torch::manual_seed(derivedSeed(context.request.seed, 3));
    for (int epoch = 1; epoch <= recipe.headEpochs; ++epoch) {
        QElapsedTimer timer;
        timer.start();
        const LossMeter meter = trainEpoch(context, *optimizer, *training, random);
        const double seconds = std::max(1e-9, static_cast<double>(timer.nsecsElapsed()) / 1e9);

        const torch::NoGradGuard noGrad;
        context.network->eval();
        const torch::Tensor logits = context.network->head(validation->features);
        LossMeter checked;
        checked.add(torch::nn::functional::cross_entropy(logits, validation->labels), logits,
                    validation->labels);
        context.report({EpochReport::Phase::Head, epoch, recipe.headEpochs, meter.loss(),
                        meter.accuracy(), checked.loss(), checked.accuracy(),
                        static_cast<double>(training->labels.size(0)) / seconds});
    }
    return {};
}

} // namespace ccad
