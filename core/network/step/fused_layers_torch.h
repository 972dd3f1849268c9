// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of a training step that touch memory fewer times than Torch's own.
#pragma once

#include "core/network/step/norm_torch.h"

namespace ccad {

/// May the fused layers be used? Only for float32 in channels-last order.
[[nodiscard]] bool canFuse(const at::Tensor& x);

/// Batch norm in training mode (statistics of the batch, running statistics updated as Torch does),
/// then ReLU6 if `clamps`, in two passes over x forward and two backward. x must be fusible. The
/// result does not depend on the number of threads.
[[nodiscard]] at::Tensor normAndClamp(const at::Tensor& x, const NormTensors& norm, bool clamps);

/// 3x3 depthwise convolution with stride 2, the padding done on the way: `before` cells above and
/// left, what is needed below and right. x must be fusible, weights C x 1 x 3 x 3.
[[nodiscard]] at::Tensor depthwiseStride2(const at::Tensor& x, const at::Tensor& weight,
                                          std::int64_t before);

} // namespace ccad
