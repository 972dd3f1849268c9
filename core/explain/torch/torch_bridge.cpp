// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/torch/internal/torch_bridge_torch.h"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace ccad {

Result<at::Tensor> toBatch(const std::vector<NetworkInput>& inputs, int size)
{
    const std::size_t plane = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
    at::Tensor batch = at::empty({static_cast<std::int64_t>(inputs.size()), 3, size, size});
    float* target = batch.data_ptr<float>();
    for (const NetworkInput& input : inputs) {
        if (const auto fits = checkInput(input, size); !fits)
            return fits.error();
        for (int channel = 0; channel < 3; ++channel) {
            const std::size_t from
                = input.channels == 3 ? plane * static_cast<std::size_t>(channel) : 0;
            target = std::copy_n(input.values.data() + from, plane, target);
        }
    }
    return batch;
}

std::vector<float> toVector(const at::Tensor& tensor)
{
    const at::Tensor flat = tensor.to(at::kFloat).contiguous();
    const float* values = flat.data_ptr<float>();
    return {values, values + flat.numel()};
}

SaliencyMap toSaliencyMap(const at::Tensor& map)
{
    return {static_cast<int>(map.size(1)), static_cast<int>(map.size(0)), toVector(map)};
}

} // namespace ccad
