// SPDX-License-Identifier: GPL-3.0-or-later
// The lung network while it learns.
#pragma once

#include "core/lungs/lung_network.h"
#include "core/network/mobilenet_v2_torch.h"

namespace ccad {

/// The network of a LungNetworkSpec.
class LungNetImpl : public torch::nn::Module
{
public:
    explicit LungNetImpl(const LungNetworkSpec& spec);

    /// x: N x 3 x S x S -> logits of lung, N x S/4 x S/4.
    torch::Tensor forward(torch::Tensor x);

    [[nodiscard]] MobileNetV2& encoder() { return m_encoder; }
    [[nodiscard]] const LungNetworkSpec& spec() const { return m_spec; }
    /// The parameters of the layers that the network has; the encoder's deeper layers never learn.
    [[nodiscard]] std::vector<torch::Tensor> usedParameters() const;
    /// All tensors of the spec (tensorsOf), under the spec's names.
    [[nodiscard]] WeightMap weights() const;

private:
    struct Level
    {
        torch::nn::Sequential lateral = nullptr;
        ConvUnit filter = nullptr;
        ConvUnit mix = nullptr;
    };
    LungNetworkSpec m_spec;
    MobileNetV2 m_encoder = nullptr;
    std::vector<Level> m_levels;
    torch::nn::Conv2d m_mask = nullptr;
};
TORCH_MODULE(LungNet);

} // namespace ccad
