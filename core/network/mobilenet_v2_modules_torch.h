// SPDX-License-Identifier: GPL-3.0-or-later
// The network's layers as Torch's modules: for who builds other networks from them.
#pragma once

#include "core/weights/network_spec.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>

#include <memory>
#include <string>
#include <vector>

namespace ccad {

/// A layer of the network's features. No torch::nn::Sequential or AnyModule holds them: these make
/// a compiler instantiate a thousand lines for each kind of layer.
class FeatureLayer : public torch::nn::Module
{
public:
    virtual at::Tensor forward(const at::Tensor& x) = 0;
};

/// Modules by their numbers, for the names that torchvision's parameters have.
class NumberedImpl : public torch::nn::Module
{
public:
    void add(const std::shared_ptr<torch::nn::Module>& module)
    {
        register_module(std::to_string(children().size()), module);
    }
};
TORCH_MODULE(Numbered);

/// Convolution without bias, batch norm and, where asked, ReLU6. Its children are named "0" and "1"
/// as in torchvision.
class ConvUnitImpl : public FeatureLayer
{
public:
    ConvUnitImpl(int inputChannels, int outputChannels, int kernel, int stride, int groups,
                 const NetworkSpec& spec);
    at::Tensor forward(const at::Tensor& x) override;

    [[nodiscard]] const at::Tensor& weight() const { return m_convolution->weight; }
    [[nodiscard]] torch::nn::BatchNorm2d& norm() { return m_norm; }
    /// Cells of padding before the first of `side`.
    [[nodiscard]] std::int64_t paddingBefore(std::int64_t side) const;

private:
    at::Tensor convolve(const at::Tensor& x);

    bool m_padsAsTensorFlow = false;
    bool m_isDepthwiseStride2 = false;
    torch::nn::Conv2d m_convolution = nullptr;
    torch::nn::BatchNorm2d m_norm = nullptr;
};
TORCH_MODULE(ConvUnit);

/// What a MobileNetV2 (mobilenet_v2_torch.h) is a handle of.
class MobileNetV2Modules : public torch::nn::Module
{
public:
    explicit MobileNetV2Modules(const NetworkSpec& spec);

    [[nodiscard]] const NetworkSpec& spec() const { return m_spec; }
    at::Tensor features(at::Tensor x, int first, int last);
    at::Tensor head(const at::Tensor& pooled);
    [[nodiscard]] torch::nn::Linear& dense() { return m_dense; }

private:
    NetworkSpec m_spec;
    std::vector<std::shared_ptr<FeatureLayer>> m_features;
    torch::nn::Dropout m_dropout = nullptr;
    torch::nn::Linear m_dense = nullptr;
};

} // namespace ccad
