// SPDX-License-Identifier: GPL-3.0-or-later
// Shares tensors between the phases of a training.
#pragma once

#include "core/augmentation/training_images.h"
#include "core/network/mobilenet_v2_torch.h"
#include "core/training/phases/internal/optimizer_torch.h"
#include "core/training/source_prior.h"
#include "core/training/training_clock.h"

#include <span>

namespace ccad {

class FeatureCache;

/// The data of every phase. Owned by trainModel, which outlives the phases.
struct TrainingContext
{
    const TrainingRequest& request;
    const PatientSplit& split;
    TrainingImages& images;
    FeatureCache& features;
    const TrainingControl& control;
    const TrainingObserver& observer;
    TrainingClock clock;
    MobileNetV2 network = nullptr;
    LearningCurve curve = {};
    int bestEpoch = 0;
    double headLoss = 0; ///< validation loss of the head that fine-tuning starts from
    bool stoppedEarly = false;

    /// Call it before every batch: waits while paused. Error: Cancelled, also when the training is
    /// to stop and keep its best.
    [[nodiscard]] Result<void> mayGoOn();
    void begin(TrainingProgress::Step step, int epoch, int epochs, std::size_t count);
    /// Call it after a batch of so many images.
    void advance(std::size_t count);
    void report(const EpochReport& epoch);
};

/// Mean loss and accuracy, gathered batch by batch.
class LossMeter
{
public:
    void add(const at::Tensor& loss, const at::Tensor& logits, const at::Tensor& labels);
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
[[nodiscard]] at::Tensor labelsOf(std::span<const DatasetItem* const> items);
[[nodiscard]] at::Tensor labelsOf(std::span<const TrainingItem> items);

/// The order in which one epoch visits the training items, as positions among them: a permutation,
/// or with balanceGroups as many draws with replacement, every class equally likely, sources by the
/// square root of their size.
[[nodiscard]] std::vector<std::int64_t> epochPositions(const std::vector<TrainingItem>& items,
                                                       bool balanceGroups, Random& random);
/// The items in that order.
[[nodiscard]] std::vector<TrainingItem> epochOrder(const std::vector<TrainingItem>& items,
                                                   bool balanceGroups, Random& random);

/// Weight of each class in the loss: images / (classes x images of the class), as Keras and
/// scikit-learn balance; a class without images counts 0.
[[nodiscard]] std::vector<float> balancedClassWeights(const std::vector<TrainingItem>& items,
                                                      int classes);

/// The aim of trainingStep: the labels themselves, or with class weights N x classes, each row the
/// smoothed label times the weight of its class, so that the loss is Keras's (the mean of weighted
/// losses over the batch).
struct Targets
{
    at::Tensor labels;
    double labelSmoothing = 0; ///< still to be applied
    at::Tensor offsets = {}; ///< N x classes, added to the logits; undefined: none
};
[[nodiscard]] Targets targetsOf(const at::Tensor& labels, const std::vector<float>& classWeights,
                                double labelSmoothing);

/// The prior's offsets for each item, N x classes; undefined where there is none.
[[nodiscard]] at::Tensor offsetsOf(std::span<const TrainingItem> items, const SourcePrior& prior);

/// The mean cross-entropy that trainingStep minimises.
[[nodiscard]] at::Tensor lossOf(const at::Tensor& logits, const Targets& targets);
/// That of plain labels.
[[nodiscard]] at::Tensor lossOf(const at::Tensor& logits, const at::Tensor& labels);

/// A tensor of one row per vector, all of one length.
[[nodiscard]] at::Tensor tensorOf(const std::vector<std::vector<float>>& rows);

/// N x 3 x S x S in channels-last order, which halves a training step's time.
[[nodiscard]] at::Tensor toTrainingBatch(const std::vector<NetworkInput>& inputs, int size);

/// average = decay * average + (1 - decay) * weights, after step `step` (from 0 on); the decay
/// grows from 0.1 over the first steps, lest the random start weigh.
void moveAverage(const std::vector<at::Tensor>& weights, const std::vector<at::Tensor>& average,
                 double decay, std::int64_t step);

/// Copies all parameters and running statistics.
void copyWeights(const MobileNetV2& from, MobileNetV2& to);

/// Trains classifier.1 on features that the frozen extractor gives: once for every image, or in
/// every epoch anew for changed images.
[[nodiscard]] Result<void> trainHead(TrainingContext& context);

/// Trains every layer; leaves the averaged weights, or those of the best validation loss, in the
/// network.
[[nodiscard]] Result<void> fineTune(TrainingContext& context);

/// The result of one step on one batch (forward, backward, update): loss and logits, detached.
struct StepResult
{
    at::Tensor loss;
    at::Tensor logits;
};
[[nodiscard]] StepResult trainingStep(MobileNetV2& network, Optimizer& optimizer,
                                      const at::Tensor& x, const Targets& targets);

} // namespace ccad
