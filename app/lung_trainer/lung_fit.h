// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lung_trainer/lung_images.h"
#include "core/augmentation/augmentation.h"
#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/lungs/lung_network.h"
#include "core/weights/weight_file.h"

#include <cstdint>
#include <span>

namespace ccad {

/// How one network learns.
struct LungFit
{
    int epochs = 10;
    int batch = 16;
    /// The rate of AdamW; after a warm-up over half an epoch it falls to 0 as a cosine.
    double learningRate = 1e-3;
    double weightDecay = 1e-4;
    Augmentation augmentation;
    std::uint64_t seed = 1;
};

/// Changes that leave a frontal radiograph frontal, and changes aimed at exposure, detail and
/// borders.
[[nodiscard]] Augmentation lungAugmentation();

/// The weights of a network that starts from those of an encoder and learns the targets of the
/// images; all its layers learn. The loss is cross-entropy plus 1 - Dice, both with probabilities
/// as targets. Errors: ModelBroken (weights that do not fit), Cancelled.
[[nodiscard]] Result<WeightMap> fitLungs(const LungNetworkSpec& spec, const WeightMap& encoder,
                                         std::span<const LungImage* const> images,
                                         const LungFit& fit, const CancelToken& cancel,
                                         const Progress& progress);

} // namespace ccad
