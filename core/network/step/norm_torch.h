// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace ccad {

/// A batch norm while it learns. The tensors are the layer's own: running statistics and counter
/// are changed.
struct NormTensors
{
    at::Tensor gain; ///< one a channel, like the next three
    at::Tensor shift;
    at::Tensor runningMean;
    at::Tensor runningVariance;
    at::Tensor batches; ///< how many it has learned from
    double momentum = 0.1;
    double epsilon = 1e-5;
};

} // namespace ccad
