// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/classifier.h"

#include <vector>

namespace ccad {

struct EngineTime
{
    int threads = 1;
    int batch = 1;
    double msPerImage = 0; ///< the median of the repetitions
};

/// Times the engine on random pixels, with one thread and with all, in batches of 1, 8 and 32.
/// Leaves the number of threads unlimited. Errors: Cancelled, those of Classifier::predict.
[[nodiscard]] Result<std::vector<EngineTime>>
timeEngine(const Classifier& classifier, int repetitions, const CancelToken& cancel = {});

/// Billions of operations that one image costs in a network's convolutions and head (a multiply-add
/// counts as two): the least that a processor has to do.
[[nodiscard]] double gigaOperations(const NetworkSpec& spec);

} // namespace ccad
