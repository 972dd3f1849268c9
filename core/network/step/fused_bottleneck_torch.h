// SPDX-License-Identifier: GPL-3.0-or-later
// A bottleneck's training step that keeps its largest activations in the processor's caches.
#pragma once

#include "core/network/step/norm_torch.h"

namespace ccad {

/// The layers of a bottleneck before the projection's norm.
struct BottleneckLayers
{
    at::Tensor expand; ///< E x C x 1 x 1; undefined when the bottleneck does not expand
    NormTensors expandNorm;
    at::Tensor depthwise; ///< E x 1 x 3 x 3
    NormTensors depthwiseNorm;
    at::Tensor project; ///< O x E x 1 x 1
    int stride = 1;
    int before = 1; ///< cells of padding above and to the left
};

/// Does this processor have the instructions? The fused bottleneck takes what canFuse() of
/// fused_layers takes, and norms in training mode.
[[nodiscard]] bool hasFusedBottleneck();
/// The kernels in use: "avx512" or "avx2"; "torch" where Torch's own layers are used instead.
[[nodiscard]] const char* fusedBottleneckKernels();

/// Expansion, norm, ReLU6, depthwise convolution, norm, ReLU6, projection; running statistics are
/// updated as Torch does. The result does not depend on the number of threads.
[[nodiscard]] at::Tensor expandFilterProject(const at::Tensor& x, const BottleneckLayers& layers);

} // namespace ccad
