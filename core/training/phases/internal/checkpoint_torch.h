// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a training between two epochs.
#pragma once

#include "core/network/mobilenet_v2_torch.h"
#include "core/training/phases/internal/optimizer_torch.h"
#include "core/training/trainer.h"

#include <limits>

namespace ccad {

/// Everything that a phase needs to go on as if it had never stopped. Randomness is not part of
/// it: every epoch draws from a seed of its own.
struct TrainingState
{
    EpochReport::Phase phase = EpochReport::Phase::Head;
    /// Being trained; of the head phase only the dense layers of the networks count.
    MobileNetV2 network = nullptr;
    MobileNetV2 average = nullptr; ///< running mean of its weights, or the same module without one
    MobileNetV2 best = nullptr; ///< what would be the model if the training ended now
    std::unique_ptr<Optimizer> optimizer;
    int epochsDone = 0;
    std::int64_t stepsDone = 0;
    int bestEpoch = 0;
    double bestLoss = std::numeric_limits<double>::infinity(); ///< validation loss of `best`
    LearningCurve curve; ///< of the head phase, too
};

/// Replaces the file as a whole or leaves it as it was. Error: WriteFailed.
[[nodiscard]] Result<void> saveCheckpoint(const QString& path, const TrainingState& state,
                                          const QString& fingerprint);

/// The phase that a checkpoint of this request was made in, or none when there is no file or it
/// belongs to another request. Error: FileBroken.
[[nodiscard]] Result<std::optional<EpochReport::Phase>> checkpointPhase(const QString& path,
                                                                        const QString& fingerprint);

/// Fills the networks and the optimiser, which must be there. Error: FileBroken.
[[nodiscard]] Result<void> loadCheckpoint(const QString& path, TrainingState& state);

} // namespace ccad
