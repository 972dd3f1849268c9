// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/mobilenet_v2_modules_torch.h"
#include "core/network/mobilenet_v2_torch.h"
#include "core/network/step/fused_bottleneck_torch.h"
#include "core/network/step/fused_layers_torch.h"

#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>

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
bool learns(const nn::BatchNorm2d& norm, const at::Tensor& x)
{
    return norm->is_training() && at::GradMode::is_enabled() && canFuse(x);
}

NormTensors tensorsOf(const nn::BatchNorm2d& norm)
{
    return {norm->weight,
            norm->bias,
            norm->running_mean,
            norm->running_var,
            norm->num_batches_tracked,
            norm->options.momentum().value_or(0.1),
            norm->options.eps()};
}

/// Batch norm, with ReLU6 where it `clamps`; fused while learning.
at::Tensor normalised(const at::Tensor& x, nn::BatchNorm2d& norm, bool clamps)
{
    if (learns(norm, x))
        return normAndClamp(x, tensorsOf(norm), clamps);
    at::Tensor y = norm(x);
    // hardtanh_ keeps only its result for the backward pass; clamp_ would copy its input.
    return clamps ? at::hardtanh_(y, 0, 6) : y;
}

} // namespace

std::int64_t ConvUnitImpl::paddingBefore(std::int64_t side) const
{
    return m_padsAsTensorFlow ? tensorFlowPaddingBefore(side) : 1;
}

at::Tensor ConvUnitImpl::convolve(const at::Tensor& x)
{
    const std::int64_t top = tensorFlowPaddingBefore(x.size(2));
    const std::int64_t left = tensorFlowPaddingBefore(x.size(3));
    if (m_isDepthwiseStride2 && top == left && is_training() && at::GradMode::is_enabled()
        && canFuse(x))
        return depthwiseStride2(x, m_convolution->weight, paddingBefore(x.size(2)));
    if (!m_padsAsTensorFlow)
        return m_convolution(x);
    return m_convolution(at::constant_pad_nd(x, {left, 1, top, 1}));
}

at::Tensor ConvUnitImpl::forward(const at::Tensor& x)
{
    return normalised(convolve(x), m_norm, true);
}

namespace {

/// Expansion (unless t = 1), depthwise 3x3, linear projection; plus the input where shapes allow.
class BottleneckImpl : public FeatureLayer
{
public:
    BottleneckImpl(const BottleneckShape& shape, const NetworkSpec& spec);
    at::Tensor forward(const at::Tensor& x) override;

private:
    [[nodiscard]] bool canBeFused(const at::Tensor& x);
    at::Tensor fused(const at::Tensor& x);

    int m_stride = 1;
    bool m_hasShortcut = false;
    ConvUnit m_expand = nullptr;
    ConvUnit m_depthwise = nullptr;
    nn::Conv2d m_project = nullptr;
    nn::BatchNorm2d m_projectNorm = nullptr;
};
TORCH_MODULE(Bottleneck);

BottleneckImpl::BottleneckImpl(const BottleneckShape& shape, const NetworkSpec& spec)
    : m_stride(shape.stride),
      m_hasShortcut(shape.stride == 1 && shape.inputChannels == shape.outputChannels)
{
    const int hidden = shape.inputChannels * shape.expansion;
    Numbered steps;
    if (shape.expansion != 1) {
        m_expand = ConvUnit(shape.inputChannels, hidden, 1, 1, 1, spec);
        steps->add(m_expand.ptr());
    }
    m_depthwise = ConvUnit(hidden, hidden, 3, shape.stride, hidden, spec);
    m_project = convolution(hidden, shape.outputChannels, 1, 1, 1, 0);
    m_projectNorm = batchNorm(shape.outputChannels, spec);
    steps->add(m_depthwise.ptr());
    steps->add(m_project.ptr());
    steps->add(m_projectNorm.ptr());
    register_module("conv", steps);
}

bool BottleneckImpl::canBeFused(const at::Tensor& x)
{
    return hasFusedBottleneck() && learns(m_depthwise->norm(), x)
        && (!m_expand || learns(m_expand->norm(), x))
        && m_depthwise->paddingBefore(x.size(2)) == m_depthwise->paddingBefore(x.size(3));
}

at::Tensor BottleneckImpl::fused(const at::Tensor& x)
{
    BottleneckLayers layers;
    if (m_expand) {
        layers.expand = m_expand->weight();
        layers.expandNorm = tensorsOf(m_expand->norm());
    }
    layers.depthwise = m_depthwise->weight();
    layers.depthwiseNorm = tensorsOf(m_depthwise->norm());
    layers.project = m_project->weight;
    layers.stride = m_stride;
    layers.before = static_cast<int>(m_depthwise->paddingBefore(x.size(2)));
    return expandFilterProject(x, layers);
}

at::Tensor BottleneckImpl::forward(const at::Tensor& x)
{
    at::Tensor y = canBeFused(x) ? fused(x) : m_project(m_depthwise(m_expand ? m_expand(x) : x));
    y = normalised(y, m_projectNorm, false);
    return m_hasShortcut ? x + y : y;
}

} // namespace

MobileNetV2Modules::MobileNetV2Modules(const NetworkSpec& spec) : m_spec(spec)
{
    const NetworkShape shape = shapeOf(spec);
    Numbered layers;
    const auto add = [&](const std::shared_ptr<FeatureLayer>& layer) {
        layers->add(layer);
        m_features.push_back(layer);
    };
    add(ConvUnit(3, shape.stemChannels, 3, 2, 1, spec).ptr());
    for (const BottleneckShape& bottleneck : shape.bottlenecks)
        add(Bottleneck(bottleneck, spec).ptr());
    add(ConvUnit(shape.bottlenecks.back().outputChannels, shape.featureChannels, 1, 1, 1, spec)
            .ptr());
    register_module("features", layers);

    m_dropout = nn::Dropout(spec.dropout);
    m_dense = nn::Linear(shape.featureChannels, spec.classes);
    Numbered classifier;
    classifier->add(m_dropout.ptr());
    classifier->add(m_dense.ptr());
    register_module("classifier", classifier);
}

at::Tensor MobileNetV2Modules::features(at::Tensor x, int first, int last)
{
    for (int i = first; i <= last; ++i)
        x = m_features[static_cast<std::size_t>(i)]->forward(x);
    return x;
}

at::Tensor MobileNetV2Modules::head(const at::Tensor& pooled)
{
    return m_dense(m_dropout(pooled));
}

MobileNetV2::MobileNetV2(const NetworkSpec& spec)
    : m_modules(std::make_shared<MobileNetV2Modules>(spec))
{
}

const NetworkSpec& MobileNetV2::spec() const
{
    return m_modules->spec();
}

at::Tensor MobileNetV2::features(at::Tensor x, int first, int last) const
{
    return m_modules->features(std::move(x), first, last);
}

at::Tensor MobileNetV2::head(const at::Tensor& pooled) const
{
    return m_modules->head(pooled);
}

std::vector<at::Tensor> MobileNetV2::parameters() const
{
    return m_modules->parameters();
}

at::Tensor MobileNetV2::denseWeight() const
{
    return m_modules->dense()->weight;
}

at::Tensor MobileNetV2::denseBias() const
{
    return m_modules->dense()->bias;
}

void MobileNetV2::train()
{
    m_modules->train();
}

void MobileNetV2::eval()
{
    m_modules->eval();
}

void MobileNetV2::freezeStatistics()
{
    for (const auto& module : m_modules->modules(/*include_self=*/false))
        if (auto* norm = module->as<nn::BatchNorm2d>())
            norm->eval();
}

void MobileNetV2::to(at::ScalarType type)
{
    m_modules->to(type);
}

void MobileNetV2::save(torch::serialize::OutputArchive& archive) const
{
    m_modules->save(archive);
}

void MobileNetV2::load(torch::serialize::InputArchive& archive)
{
    m_modules->load(archive);
}

void MobileNetV2::saveDense(torch::serialize::OutputArchive& archive) const
{
    m_modules->dense()->save(archive);
}

void MobileNetV2::loadDense(torch::serialize::InputArchive& archive)
{
    m_modules->dense()->load(archive);
}

std::vector<std::pair<std::string, at::Tensor>> MobileNetV2::namedTensors() const
{
    constexpr std::string_view counter = "num_batches_tracked";
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const auto& item : m_modules->named_parameters())
        tensors.emplace_back(item.key(), item.value());
    for (const auto& item : m_modules->named_buffers())
        if (!item.key().ends_with(counter))
            tensors.emplace_back(item.key(), item.value());
    return tensors;
}

} // namespace ccad
