// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core: shares tensors between inference and training.
#pragma once

#include "core/model/mobilenet_v2_torch.h"

#include <torch/torch.h>

#include <vector>

namespace ccad {

/// MobileNetV2 for inference: every batch norm folded into its convolution (w' = w g / sqrt(v +
/// eps), b' = b - m g / sqrt(v + eps)), weights laid out channels-last for oneDNN. Immutable, hence
/// safe to use from several threads.
class FoldedNetwork
{
public:
    explicit FoldedNetwork(MobileNetV2& network);

    /// x: N x 3 x S x S -> activations of the last convolution, N x 1280 x S/32 x S/32.
    [[nodiscard]] torch::Tensor features(const torch::Tensor& x) const;
    /// classes x 1280, and classes.
    [[nodiscard]] const torch::Tensor& headWeight() const { return m_headWeight; }
    [[nodiscard]] const torch::Tensor& headBias() const { return m_headBias; }

private:
    struct Convolution
    {
        torch::Tensor weight;
        torch::Tensor bias;
        int stride = 1;
        int groups = 1;
        bool padsAsTensorFlow = false;
        bool hasRelu6 = false;
        bool startsBlock = false; ///< its input is kept for the block's shortcut
        bool endsWithShortcut = false;
    };
    [[nodiscard]] static torch::Tensor apply(const Convolution& layer, const torch::Tensor& x);

    std::vector<Convolution> m_layers;
    torch::Tensor m_headWeight;
    torch::Tensor m_headBias;
};

} // namespace ccad
