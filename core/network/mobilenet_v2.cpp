// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/mobilenet_v2_torch.h"
#include "core/network/step/fused_bottleneck_torch.h"
#include "core/network/step/fused_layers_torch.h"

namespace ccad {

namespace nn = torch::nn;

namespace {

nn::Conv2d convolution(int inputChannels, int outputChannels, int kernel, int stride, int groups,
                       int padding)
{
    return nn::Conv2d(nn::Conv2dOptions(inputChannels, outputChannels, kernel)
                          .stride(stride)
                          .padding(padding)
                          .groups(groups)
                          .bias(false));
}

nn::BatchNorm2d batchNorm(int channels, const NetworkSpec& spec)
{
    return nn::BatchNorm2d(nn::BatchNorm2dOptions(channels).eps(spec.batchNormEpsilon));
}

} // namespace

ConvUnitImpl::ConvUnitImpl(int inputChannels, int outputChannels, int kernel, int stride,
                           int groups, const NetworkSpec& spec)
    : m_padsAsTensorFlow(kernel > 1 && stride == 2 && spec.padding == Padding::TfSame),
      m_isDepthwiseStride2(groups > 1 && stride == 2)
{
    const int padding = m_padsAsTensorFlow ? 0 : (kernel - 1) / 2;
    m_convolution = register_module(
        "0", convolution(inputChannels, outputChannels, kernel, stride, groups, padding));
    m_norm = register_module("1", batchNorm(outputChannels, spec));
}

namespace {

/// TensorFlow's "same" for kernel 3 and stride 2: even sides lack one cell, odd ones two.
std::int64_t tensorFlowPaddingBefore(std::int64_t side)
{
    return side % 2 == 0 ? 0 : 1;
}

/// Is this a training step, in which fused layers save most?
bool learns(const torch::nn::BatchNorm2d& norm, const torch::Tensor& x)
{
    return norm->is_training() && torch::GradMode::is_enabled() && canFuse(x);
}

/// Batch norm, with ReLU6 where it `clamps`; fused while learning.
torch::Tensor normalised(const torch::Tensor& x, nn::BatchNorm2d& norm, bool clamps)
{
    if (learns(norm, x))
        return normAndClamp(x, norm, clamps);
    torch::Tensor y = norm(x);
    // hardtanh_ keeps only its result for the backward pass; clamp_ would copy its input.
    return clamps ? torch::hardtanh_(y, 0, 6) : y;
}

} // namespace

std::int64_t ConvUnitImpl::paddingBefore(std::int64_t side) const
{
    return m_padsAsTensorFlow ? tensorFlowPaddingBefore(side) : 1;
}

torch::Tensor ConvUnitImpl::convolve(const torch::Tensor& x)
{
    const std::int64_t top = tensorFlowPaddingBefore(x.size(2));
    const std::int64_t left = tensorFlowPaddingBefore(x.size(3));
    if (m_isDepthwiseStride2 && top == left && is_training() && torch::GradMode::is_enabled()
        && canFuse(x))
        return depthwiseStride2(x, m_convolution->weight, paddingBefore(x.size(2)));
    if (!m_padsAsTensorFlow)
        return m_convolution(x);
    return m_convolution(torch::constant_pad_nd(x, {left, 1, top, 1}));
}

torch::Tensor ConvUnitImpl::forward(const torch::Tensor& x)
{
    return normalised(convolve(x), m_norm, true);
}

BottleneckImpl::BottleneckImpl(const BottleneckShape& shape, const NetworkSpec& spec)
    : m_stride(shape.stride),
      m_hasShortcut(shape.stride == 1 && shape.inputChannels == shape.outputChannels)
{
    const int hidden = shape.inputChannels * shape.expansion;
    nn::Sequential steps;
    if (shape.expansion != 1) {
        m_expand = ConvUnit(shape.inputChannels, hidden, 1, 1, 1, spec);
        steps->push_back(m_expand);
    }
    m_depthwise = ConvUnit(hidden, hidden, 3, shape.stride, hidden, spec);
    m_project = convolution(hidden, shape.outputChannels, 1, 1, 1, 0);
    m_projectNorm = batchNorm(shape.outputChannels, spec);
    steps->push_back(m_depthwise);
    steps->push_back(m_project);
    steps->push_back(m_projectNorm);
    register_module("conv", steps);
}

bool BottleneckImpl::canBeFused(const torch::Tensor& x)
{
    return hasFusedBottleneck() && learns(m_depthwise->norm(), x)
        && (!m_expand || learns(m_expand->norm(), x))
        && m_depthwise->paddingBefore(x.size(2)) == m_depthwise->paddingBefore(x.size(3));
}

torch::Tensor BottleneckImpl::fused(const torch::Tensor& x)
{
    BottleneckLayers layers;
    if (m_expand) {
        layers.expand = m_expand->weight();
        layers.expandNorm = m_expand->norm();
    }
    layers.depthwise = m_depthwise->weight();
    layers.depthwiseNorm = m_depthwise->norm();
    layers.project = m_project->weight;
    layers.stride = m_stride;
    layers.before = static_cast<int>(m_depthwise->paddingBefore(x.size(2)));
    return expandFilterProject(x, layers);
}

torch::Tensor BottleneckImpl::forward(torch::Tensor x)
{
    torch::Tensor y = canBeFused(x) ? fused(x) : m_project(m_depthwise(m_expand ? m_expand(x) : x));
    y = normalised(y, m_projectNorm, false);
    return m_hasShortcut ? x + y : y;
}

MobileNetV2Impl::MobileNetV2Impl(const NetworkSpec& spec) : m_spec(spec)
{
    const NetworkShape shape = shapeOf(spec);
    nn::Sequential layers;
    const auto add = [&](auto module) {
        layers->push_back(module);
        m_features.emplace_back(module);
    };
    add(ConvUnit(3, shape.stemChannels, 3, 2, 1, spec));
    for (const BottleneckShape& bottleneck : shape.bottlenecks)
        add(Bottleneck(bottleneck, spec));
    add(ConvUnit(shape.bottlenecks.back().outputChannels, shape.featureChannels, 1, 1, 1, spec));
    register_module("features", layers);

    m_dropout = nn::Dropout(spec.dropout);
    m_dense = nn::Linear(shape.featureChannels, spec.classes);
    nn::Sequential classifier(m_dropout, m_dense);
    register_module("classifier", classifier);
}

torch::Tensor MobileNetV2Impl::features(torch::Tensor x, int first, int last)
{
    for (int i = first; i <= last; ++i)
        x = m_features[static_cast<std::size_t>(i)].forward(x);
    return x;
}

torch::Tensor MobileNetV2Impl::head(const torch::Tensor& pooled)
{
    return m_dense(m_dropout(pooled));
}

} // namespace ccad
