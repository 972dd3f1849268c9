// SPDX-License-Identifier: GPL-3.0-or-later
// Shares tensors between model, inference, explain and training.
#pragma once

#include "core/weights/network_spec.h"
#include "core/weights/weight_file.h"

#include <torch/torch.h>

namespace ccad {

/// Convolution without bias, batch norm and, where asked, ReLU6. Its children are named "0" and "1"
/// as in torchvision.
class ConvUnitImpl : public torch::nn::Module
{
public:
    ConvUnitImpl(int inputChannels, int outputChannels, int kernel, int stride, int groups,
                 const NetworkSpec& spec);
    torch::Tensor forward(const torch::Tensor& x);

    [[nodiscard]] const torch::Tensor& weight() const { return m_convolution->weight; }
    [[nodiscard]] torch::nn::BatchNorm2d& norm() { return m_norm; }
    /// Cells of padding before the first of `side`.
    [[nodiscard]] std::int64_t paddingBefore(std::int64_t side) const;

private:
    torch::Tensor convolve(const torch::Tensor& x);

    bool m_padsAsTensorFlow = false;
    bool m_isDepthwiseStride2 = false;
    torch::nn::Conv2d m_convolution = nullptr;
    torch::nn::BatchNorm2d m_norm = nullptr;
};
TORCH_MODULE(ConvUnit);

/// Expansion (unless t = 1), depthwise 3x3, linear projection; plus the input where shapes allow.
class BottleneckImpl : public torch::nn::Module
{
public:
    BottleneckImpl(const BottleneckShape& shape, const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor x);

private:
    [[nodiscard]] bool canBeFused(const torch::Tensor& x);
    torch::Tensor fused(const torch::Tensor& x);

    int m_stride = 1;
    bool m_hasShortcut = false;
    ConvUnit m_expand = nullptr;
    ConvUnit m_depthwise = nullptr;
    torch::nn::Conv2d m_project = nullptr;
    torch::nn::BatchNorm2d m_projectNorm = nullptr;
};
TORCH_MODULE(Bottleneck);

/// MobileNetV2 (Sandler et al. 2018) with torchvision's parameter names.
class MobileNetV2Impl : public torch::nn::Module
{
public:
    explicit MobileNetV2Impl(const NetworkSpec& spec);

    [[nodiscard]] const NetworkSpec& spec() const { return m_spec; }

    /// Activations after features.<last>, from features.<first>; 0 <= first <= last <= 18.
    torch::Tensor features(torch::Tensor x, int first, int last);
    /// x: N x 3 x S x S -> N x 1280 x S/32 x S/32.
    torch::Tensor features(const torch::Tensor& x) { return features(x, 0, lastFeature); }
    /// Mean over the cells: N x C x h x w -> N x C.
    static torch::Tensor pool(const torch::Tensor& activations) { return activations.mean({2, 3}); }
    /// N x 1280 -> N x classes; dropout only in training mode.
    torch::Tensor head(const torch::Tensor& pooled);
    torch::Tensor forward(const torch::Tensor& x) { return head(pool(features(x))); }

    /// The dense layer, weight: classes x 1280.
    torch::nn::Linear& dense() { return m_dense; }

    static constexpr int lastFeature = 18;
    /// Last layer before the final stride: S/16 cells a side.
    static constexpr int middleFeature = 13;

private:
    NetworkSpec m_spec;
    std::vector<torch::nn::AnyModule> m_features;
    torch::nn::Dropout m_dropout = nullptr;
    torch::nn::Linear m_dense = nullptr;
};
TORCH_MODULE(MobileNetV2);

/// Copies the tensors of the map into the network. Error: ModelBroken naming the tensor.
[[nodiscard]] Result<void> loadWeights(MobileNetV2& network, const WeightMap& weights);

/// Only features.*; the head is left as it is. For base weights with another number of classes.
[[nodiscard]] Result<void> loadExtractorWeights(MobileNetV2& network, const WeightMap& weights);

/// A copy of all parameters and running statistics.
[[nodiscard]] WeightMap weightsOf(const MobileNetV2& network);

/// Parameters and running statistics by their torchvision names; they share storage with the
/// network.
[[nodiscard]] std::vector<std::pair<std::string, torch::Tensor>>
namedTensors(const MobileNetV2& network);

} // namespace ccad
