// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/training: the state of a fine-tuning between two epochs.
#pragma once

#include "core/model/mobilenet_v2_torch.h"
#include "core/training/trainer.h"

#include <torch/torch.h>

namespace ccad {

/// Everything a fine-tuning needs to go on as if it had never stopped. Randomness is not part of
/// it: every epoch draws from a seed of its own.
struct FineTuneState
{
    MobileNetV2 network = nullptr; ///< being trained
    MobileNetV2 average = nullptr; ///< running mean of its weights, or the same module without one
    MobileNetV2 best = nullptr; ///< what would be the model if the training ended now
    std::unique_ptr<torch::optim::Optimizer> optimizer;
    int epochsDone = 0;
    std::int64_t stepsDone = 0;
    int bestEpoch = 0;
    double bestLoss = 0; ///< validation loss of `best`
    std::vector<EpochReport> curves;
};

/// A digest of all that determines the training's result; a checkpoint of another request is
/// ignored.
[[nodiscard]] QString requestFingerprint(const TrainingRequest& request);

/// Error: WriteFailed.
[[nodiscard]] Result<void> saveCheckpoint(const QString& path, const FineTuneState& state,
                                          const QString& fingerprint);

/// True when the state was filled from the file; false when there is no file or it belongs to
/// another request. Error: FileBroken.
[[nodiscard]] Result<bool> loadCheckpoint(const QString& path, FineTuneState& state,
                                          const QString& fingerprint);

} // namespace ccad
