// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/phases/internal/checkpoint_torch.h"
#include "core/training/phases/internal/training_phases_torch.h"

namespace ccad {

/// The part that the head's training and fine-tuning share: epochs until all are done, patience is
/// lost or somebody stops them; the best state so far; a checkpoint after each; going on from one.
class TrainingLoop
{
public:
    virtual ~TrainingLoop() = default;
    TrainingLoop(const TrainingLoop&) = delete;
    TrainingLoop& operator=(const TrainingLoop&) = delete;

    /// Leaves the curve, best epoch and loss in the context; the derived class sees to the network.
    /// Errors: Cancelled, WriteFailed, FileBroken.
    [[nodiscard]] Result<void> run();

protected:
    TrainingLoop(TrainingContext& context, EpochReport::Phase phase, int epochs);

    /// Called once before the first epoch that is really run.
    [[nodiscard]] virtual Result<void> prepare() { return {}; }
    [[nodiscard]] virtual Result<LossMeter> trainEpoch(int epoch) = 0;
    /// Loss and accuracy on the validation images, never changed.
    [[nodiscard]] virtual Result<LossMeter> validate() = 0;
    /// Copies this epoch's result to m_state.best.
    virtual void keep() = 0;
    /// Is the last epoch the model, whatever its validation loss?
    [[nodiscard]] virtual bool lastCounts() const = 0;

    TrainingContext& m_context;
    const TrainingRecipe& m_recipe;
    std::vector<TrainingItem> m_items; ///< of the training side
    std::vector<float> m_classWeights; ///< empty: none
    SourcePrior m_prior;
    TrainingState m_state;

private:
    [[nodiscard]] Result<void> takeUp(const QString& fingerprint);
    [[nodiscard]] Result<void> runEpoch();
    [[nodiscard]] Result<void> runEpochs(const QString& fingerprint);
    [[nodiscard]] bool lostPatience() const;

    int m_epochs;
};

/// Seed of one epoch, so that a resumed training draws what it would have drawn.
[[nodiscard]] std::uint64_t epochSeed(const TrainingRequest& request, EpochReport::Phase phase,
                                      int epoch);

} // namespace ccad
