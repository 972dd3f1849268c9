// SPDX-License-Identifier: GPL-3.0-or-later
// The lung network while it learns.
#pragma once

#include "core/lungs/lung_network.h"
#include "core/network/mobilenet_v2_modules_torch.h"
#include "core/network/mobilenet_v2_torch.h"

namespace ccad {

/// The network of a LungNetworkSpec.
class LungNetImpl : public torch::nn::Module
{
public:
    explicit LungNetImpl(const LungNetworkSpec& spec);

    /// x: N x 3 x S x S -> logits of lung, N x S/4 x S/4.
    at::Tensor forward(at::Tensor x);

    [[nodiscard]] MobileNetV2 encoder() { return MobileNetV2(m_encoder); }
    [[nodiscard]] const LungNetworkSpec& spec() const { return m_spec; }
    /// The parameters of the layers that the network has; the encoder's deeper layers never learn.
    [[nodiscard]] std::vector<at::Tensor> usedParameters() const;
    /// All tensors of the spec (tensorsOf), under the spec's names.
    [[nodiscard]] WeightMap weights() const;

private:
    struct Level
    {
        torch::nn::Conv2d lateral = nullptr;
        torch::nn::BatchNorm2d lateralNorm = nullptr;
        ConvUnit filter = nullptr;
        ConvUnit mix = nullptr;
    };
    LungNetworkSpec m_spec;
    std::shared_ptr<MobileNetV2Modules> m_encoder;
    std::vector<Level> m_levels;
    torch::nn::Conv2d m_mask = nullptr;
};
TORCH_MODULE(LungNet);

} // namespace ccad
