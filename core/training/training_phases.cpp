// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_phases_torch.h"

#include "core/inference/torch_bridge_torch.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ccad {

void TrainingContext::report(const EpochReport& epoch)
{
    curves.push_back(epoch);
    if (observer.onEpoch)
        observer.onEpoch(epoch);
}

void LossMeter::add(const torch::Tensor& loss, const torch::Tensor& logits,
                    const torch::Tensor& labels)
{
    const std::int64_t count = labels.size(0);
    m_loss += loss.item<double>() * static_cast<double>(count);
    m_correct += logits.argmax(1).eq(labels).sum().item<std::int64_t>();
    m_count += count;
}

std::vector<const DatasetItem*> readable(const std::vector<DatasetItem>& items,
                                         const TrainingImages& images)
{
    std::vector<const DatasetItem*> result;
    for (const DatasetItem& item : items)
        if (images.contains(item))
            result.push_back(&item);
    return result;
}

torch::Tensor labelsOf(const std::vector<const DatasetItem*>& items)
{
    torch::Tensor labels = torch::empty({static_cast<std::int64_t>(items.size())}, torch::kInt64);
    auto* target = labels.data_ptr<std::int64_t>();
    for (const DatasetItem* item : items)
        *target++ = item->label;
    return labels;
}

std::vector<const DatasetItem*> epochOrder(const std::vector<const DatasetItem*>& items,
                                           bool balanceGroups, Random& random)
{
    std::vector<const DatasetItem*> order = items;
    if (!balanceGroups) {
        random.shuffle(order);
        return order;
    }
    std::map<int, std::map<QString, std::vector<const DatasetItem*>>> groups;
    for (const DatasetItem* item : items)
        groups[item->label][item->source].push_back(item);
    std::vector<int> labels;
    for (const auto& [label, sources] : groups)
        labels.push_back(label);
    for (const DatasetItem*& drawn : order) {
        const auto& sources = groups[labels[random.below(labels.size())]];
        double total = 0;
        for (const auto& [source, members] : sources)
            total += std::sqrt(static_cast<double>(members.size()));
        double rest = random.uniform(0, total);
        const std::vector<const DatasetItem*>* chosen = nullptr;
        for (const auto& [source, members] : sources) {
            chosen = &members;
            rest -= std::sqrt(static_cast<double>(members.size()));
            if (rest < 0)
                break;
        }
        drawn = (*chosen)[random.below(chosen->size())];
    }
    return order;
}

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const TrainingRecipe& recipe,
                                                       std::vector<torch::Tensor> parameters,
                                                       double learningRate)
{
    if (recipe.optimizer == TrainingRecipe::Optimizer::RmsProp)
        return std::make_unique<torch::optim::RMSprop>(std::move(parameters),
                                                       torch::optim::RMSpropOptions(learningRate)
                                                           .alpha(0.9)
                                                           .eps(1e-7)
                                                           .weight_decay(recipe.weightDecay));
    return std::make_unique<torch::optim::AdamW>(
        std::move(parameters),
        torch::optim::AdamWOptions(learningRate).eps(1e-7).weight_decay(recipe.weightDecay));
}

void setLearningRate(torch::optim::Optimizer& optimizer, double learningRate)
{
    for (auto& group : optimizer.param_groups())
        group.options().set_lr(learningRate);
}

torch::Tensor toTrainingBatch(const std::vector<NetworkInput>& inputs, int size)
{
    auto batch = toBatch(inputs, size);
    TORCH_CHECK(batch.hasValue(), "a training image has the wrong size");
    return batch->contiguous(torch::MemoryFormat::ChannelsLast);
}

StepResult trainingStep(MobileNetV2& network, torch::optim::Optimizer& optimizer,
                        const torch::Tensor& x, const torch::Tensor& labels, double labelSmoothing)
{
    optimizer.zero_grad();
    const torch::Tensor logits = network->forward(x);
    const torch::Tensor loss = torch::nn::functional::cross_entropy(
        logits, labels,
        torch::nn::functional::CrossEntropyFuncOptions().label_smoothing(labelSmoothing));
    loss.backward();
    optimizer.step();
    return {loss.detach(), logits.detach()};
}

Result<LossMeter> validate(TrainingContext& context, MobileNetV2& network)
{
    constexpr std::size_t chunk = 32;
    const torch::InferenceMode inferenceMode;
    network->eval();
    LossMeter meter;
    const auto items = readable(context.split.validation.items, context.images);
    for (std::size_t first = 0; first < items.size(); first += chunk) {
        if (context.cancel.isCancelled())
            return Error{ErrorCode::Cancelled, QStringLiteral("The training was cancelled."), {}};
        const std::size_t end = std::min(items.size(), first + chunk);
        const std::vector<const DatasetItem*> part(
            items.begin() + static_cast<std::ptrdiff_t>(first),
            items.begin() + static_cast<std::ptrdiff_t>(end));
        std::vector<NetworkInput> inputs;
        for (const DatasetItem* item : part)
            inputs.push_back(context.images.input(*item));
        const torch::Tensor logits
            = network->forward(toTrainingBatch(inputs, context.request.network.inputSize));
        const torch::Tensor labels = labelsOf(part);
        meter.add(torch::nn::functional::cross_entropy(logits, labels), logits, labels);
    }
    return meter;
}

} // namespace ccad
