// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network_pass.h"
#include "core/training/phases/internal/training_phases_torch.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/one_hot.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <map>
#include <numeric>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

template <typename Items> at::Tensor labelTensor(const Items& items)
{
    at::Tensor labels = at::empty({static_cast<std::int64_t>(items.size())}, at::kLong);
    auto* target = labels.data_ptr<std::int64_t>();
    for (const auto& item : items)
        *target++ = item->label;
    return labels;
}

} // namespace

Result<void> TrainingContext::mayGoOn()
{
    clock.pauseWith(control);
    if (control.cancelToken().isCancelled())
        return Error{ErrorCode::Cancelled, u"The training was cancelled."_s, {}};
    if (control.isStopping())
        return Error{ErrorCode::Cancelled,
                     u"The training was stopped before its first epoch was done, so "
                     "there is no model to keep."_s,
                     {}};
    return {};
}

void TrainingContext::begin(TrainingProgress::Step step, int epoch, int epochs, std::size_t count)
{
    clock.begin(step, epoch, epochs, static_cast<std::int64_t>(count));
    if (observer.onProgress)
        observer.onProgress(clock.progress());
}

void TrainingContext::advance(std::size_t count)
{
    const TrainingProgress now = clock.advance(static_cast<std::int64_t>(count));
    if (observer.onProgress)
        observer.onProgress(now);
}

void TrainingContext::report(const EpochReport& epoch)
{
    if (observer.onEpoch)
        observer.onEpoch(epoch);
}

void LossMeter::add(const at::Tensor& loss, const at::Tensor& logits, const at::Tensor& labels)
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

at::Tensor labelsOf(std::span<const DatasetItem* const> items)
{
    return labelTensor(items);
}

at::Tensor labelsOf(std::span<const TrainingItem> items)
{
    return labelTensor(items);
}

std::vector<std::int64_t> epochPositions(const std::vector<TrainingItem>& items, bool balanceGroups,
                                         Random& random)
{
    std::vector<std::int64_t> order(items.size());
    std::iota(order.begin(), order.end(), std::int64_t{0});
    if (!balanceGroups) {
        random.shuffle(order);
        return order;
    }
    std::map<int, std::map<QString, std::vector<std::int64_t>>> groups;
    for (const std::int64_t position : order) {
        const TrainingItem& item = items[static_cast<std::size_t>(position)];
        groups[item->label][item->source].push_back(position);
    }
    std::vector<int> labels;
    for (const auto& [label, sources] : groups)
        labels.push_back(label);
    for (std::int64_t& drawn : order) {
        const auto& sources = groups[labels[random.below(labels.size())]];
        double total = 0;
        for (const auto& [source, members] : sources)
            total += groupWeight(members.size());
        double rest = random.uniform(0, total);
        const std::vector<std::int64_t>* chosen = nullptr;
        for (const auto& [source, members] : sources) {
            chosen = &members;
            rest -= groupWeight(members.size());
            if (rest < 0)
                break;
        }
        drawn = (*chosen)[random.below(chosen->size())];
    }
    return order;
}

std::vector<TrainingItem> epochOrder(const std::vector<TrainingItem>& items, bool balanceGroups,
                                     Random& random)
{
    std::vector<TrainingItem> order;
    order.reserve(items.size());
    for (const std::int64_t position : epochPositions(items, balanceGroups, random))
        order.push_back(items[static_cast<std::size_t>(position)]);
    return order;
}

std::vector<float> balancedClassWeights(const std::vector<TrainingItem>& items, int classes)
{
    std::vector<int> counts(static_cast<std::size_t>(classes), 0);
    for (const TrainingItem& item : items)
        ++counts[static_cast<std::size_t>(item->label)];
    std::vector<float> weights;
    for (const int count : counts)
        weights.push_back(count == 0 ? 0.0F
                                     : static_cast<float>(items.size())
                                  / (static_cast<float>(classes) * static_cast<float>(count)));
    return weights;
}

Targets targetsOf(const at::Tensor& labels, const std::vector<float>& classWeights,
                  double labelSmoothing)
{
    if (classWeights.empty())
        return {labels, labelSmoothing};
    const auto classes = static_cast<std::int64_t>(classWeights.size());
    const at::Tensor plain = at::one_hot(labels, classes).to(at::kFloat);
    const at::Tensor smoothed
        = plain * (1 - labelSmoothing) + labelSmoothing / static_cast<double>(classes);
    const at::Tensor weights = at::tensor(classWeights).index_select(0, labels);
    return {smoothed * weights.unsqueeze(1), 0};
}

at::Tensor offsetsOf(std::span<const TrainingItem> items, const SourcePrior& prior)
{
    if (prior.isNone())
        return {};
    std::vector<std::vector<float>> rows;
    for (const TrainingItem& item : items)
        rows.push_back(prior.offsetsOf(item->source));
    return tensorOf(rows);
}

at::Tensor lossOf(const at::Tensor& logits, const Targets& targets)
{
    constexpr std::int64_t ignoredLabel = -100; // Torch's default
    return at::cross_entropy_loss(targets.offsets.defined() ? logits + targets.offsets : logits,
                                  targets.labels, {}, at::Reduction::Mean, ignoredLabel,
                                  targets.labelSmoothing);
}

at::Tensor lossOf(const at::Tensor& logits, const at::Tensor& labels)
{
    return at::cross_entropy_loss(logits, labels);
}

void moveAverage(const std::vector<at::Tensor>& weights, const std::vector<at::Tensor>& average,
                 double decay, std::int64_t step)
{
    const at::NoGradGuard noGrad;
    const double ramp = (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step));
    const double kept = std::min(decay, ramp);
    for (std::size_t i = 0; i < weights.size(); ++i)
        average[i].lerp_(weights[i], 1 - kept);
}

void copyWeights(const MobileNetV2& from, MobileNetV2& to)
{
    const at::NoGradGuard noGrad;
    const auto source = from.namedTensors();
    const auto target = to.namedTensors();
    for (std::size_t i = 0; i < source.size(); ++i)
        at::Tensor(target[i].second).copy_(source[i].second);
}

at::Tensor tensorOf(const std::vector<std::vector<float>>& rows)
{
    const auto columns = static_cast<std::int64_t>(rows.empty() ? 0 : rows.front().size());
    at::Tensor table = at::empty({static_cast<std::int64_t>(rows.size()), columns});
    float* target = table.data_ptr<float>();
    for (const std::vector<float>& row : rows)
        target = std::copy(row.begin(), row.end(), target);
    return table;
}

at::Tensor toTrainingBatch(const std::vector<NetworkInput>& inputs, int size)
{
    at::Tensor batch = at::empty({static_cast<std::int64_t>(inputs.size()), 3, size, size},
                                 at::TensorOptions().memory_format(at::MemoryFormat::ChannelsLast));
    float* target = batch.data_ptr<float>();
    for (const NetworkInput& input : inputs) {
        TORCH_CHECK(input.channels == 1 && checkInput(input, size).hasValue(),
                    "a training image has the wrong size");
        for (const float grey : input.values) {
            target[0] = target[1] = target[2] = grey;
            target += 3;
        }
    }
    return batch;
}

StepResult trainingStep(MobileNetV2& network, Optimizer& optimizer, const at::Tensor& x,
                        const Targets& targets)
{
    optimizer.clearGradients();
    const at::Tensor logits = network.forward(x);
    const at::Tensor loss = lossOf(logits, targets);
    loss.backward();
    optimizer.step();
    return {loss.detach(), logits.detach()};
}

} // namespace ccad
