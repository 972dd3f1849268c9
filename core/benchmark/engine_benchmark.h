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

/// The engine on random pixels, with one thread and with all, batches of 1, 8 and 32. Leaves the
/// number of threads unlimited. Errors: Cancelled, those of Classifier::predict.
[[nodiscard]] Result<std::vector<EngineTime>>
timeEngine(const Classifier& classifier, int repetitions, const CancelToken& cancel = {});

/// Billions of operations of one image through a network (a multiply-add counts as two), of its
/// convolutions and its head: what a processor has to do at least.
[[nodiscard]] double gigaOperations(const NetworkSpec& spec);

} // namespace ccad
