// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/training: shares tensors between the phases of a training.
#pragma once

#include "core/model/mobilenet_v2_torch.h"
#include "core/training/trainer.h"
#include "core/training/training_images.h"

#include <torch/torch.h>

namespace ccad {

/// What every phase works on. Owned by trainModel, which outlives the phases.
struct TrainingContext
{
    const TrainingRequest& request;
    const PatientSplit& split;
    const TrainingImages& images;
    const CancelToken& cancel;
    const TrainingObserver& observer;
    MobileNetV2 network;
    std::vector<EpochReport> curves;
    int bestEpoch = 0;

    void report(const EpochReport& epoch);
};

/// Mean loss and accuracy, gathered batch by batch.
class LossMeter
{
public:
    void add(const torch::Tensor& loss, const torch::Tensor& logits, const torch::Tensor& labels);
    [[nodiscard]] double loss() const
    {
        return m_count == 0 ? 0 : m_loss / static_cast<double>(m_count);
    }
    [[nodiscard]] double accuracy() const
    {
        return m_count == 0 ? 0 : static_cast<double>(m_correct) / static_cast<double>(m_count);
    }

private:
    double m_loss = 0;
    std::int64_t m_correct = 0;
    std::int64_t m_count = 0;
};

/// The items of a set that could be read.
[[nodiscard]] std::vector<const DatasetItem*> readable(const std::vector<DatasetItem>& items,
                                                       const TrainingImages& images);

/// N labels as int64.
[[nodiscard]] torch::Tensor labelsOf(const std::vector<const DatasetItem*>& items);

/// The order in which one epoch visits the training items: a permutation, or with balanceGroups as
/// many draws with replacement, every class equally likely, sources by the square root of their
/// size.
[[nodiscard]] std::vector<const DatasetItem*>
epochOrder(const std::vector<const DatasetItem*>& items, bool balanceGroups, Random& random);

[[nodiscard]] std::unique_ptr<torch::optim::Optimizer>
makeOptimizer(const TrainingRecipe& recipe, std::vector<torch::Tensor> parameters,
              double learningRate);
void setLearningRate(torch::optim::Optimizer& optimizer, double learningRate);

/// N x 3 x S x S in channels-last order, which halves a training step's time.
[[nodiscard]] torch::Tensor toTrainingBatch(const std::vector<NetworkInput>& inputs, int size);

/// Trains classifier.1 on features that the frozen extractor gives once for every image.
[[nodiscard]] Result<void> trainHead(TrainingContext& context);

/// Trains every layer; leaves the averaged weights, or those of the best validation loss, in the
/// network.
[[nodiscard]] Result<void> fineTune(TrainingContext& context);

/// Loss and accuracy of a network in evaluation mode on the validation items.
[[nodiscard]] Result<LossMeter> validate(TrainingContext& context, MobileNetV2& network);

/// One step on one batch: forward, backward, update. Returns loss and logits, detached.
struct StepResult
{
    torch::Tensor loss;
    torch::Tensor logits;
};
[[nodiscard]] StepResult trainingStep(MobileNetV2& network, torch::optim::Optimizer& optimizer,
                                      const torch::Tensor& x, const torch::Tensor& labels,
                                      double labelSmoothing);

} // namespace ccad
