// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <vector>

namespace ccad {

/// How long full training steps take on this machine: forward and backward pass through the whole
/// of MobileNetV2 1.0 at 224x224, and the update.
struct StepTimes
{
    int batch = 0; ///< images a step
    std::vector<double> stepMs; ///< one per repetition, in their order

    /// The middle one of the repetitions; 0 without any.
    [[nodiscard]] double medianMsPerImage() const;
};

/// Times steps as fine-tuning makes them, on random pixels and weights, with all cores; one more
/// before the first is not counted. Keeps freed memory in the process, as a training does. Errors:
/// InvalidArgument (a batch below 2, no repetition), Cancelled, Internal.
[[nodiscard]] Result<StepTimes> timeTrainingStep(int batch, int repetitions,
                                                 const CancelToken& cancel = {});

/// Torch's own forward pass of the same network, layer by layer and in inference mode, for
/// comparison with the engine.
struct ForwardTime
{
    int threads = 1;
    int batch = 1;
    double msPerImage = 0; ///< the median of the repetitions
};

/// Times one thread and all, in batches of 1, 8 and 32. Restores the number of Torch's threads.
/// Errors: InvalidArgument (no repetition), Cancelled, Internal.
[[nodiscard]] Result<std::vector<ForwardTime>> timePlainForward(int repetitions,
                                                                const CancelToken& cancel = {});

} // namespace ccad
