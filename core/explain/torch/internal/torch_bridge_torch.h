// SPDX-License-Identifier: GPL-3.0-or-later
// Plain values to tensors and back, for inference, explain and training.
#pragma once

#include "core/engine/network_pass.h"
#include "core/inference/saliency_map.h"
#include "core/preprocess/preprocessor.h"

#include <ATen/core/Tensor.h>

#include <vector>

namespace ccad {

/// N x 3 x S x S; grey inputs fill all three channels. Errors: those of checkInput.
[[nodiscard]] Result<at::Tensor> toBatch(const std::vector<NetworkInput>& inputs, int size);

/// From an h x w tensor.
[[nodiscard]] SaliencyMap toSaliencyMap(const at::Tensor& map);

/// From a tensor of any shape, in row-major order.
[[nodiscard]] std::vector<float> toVector(const at::Tensor& tensor);

} // namespace ccad
