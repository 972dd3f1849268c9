// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_net_torch.h"

#include <torch/nn/functional/upsampling.h>

#include <set>

namespace ccad {

namespace nn = torch::nn;

namespace {

constexpr const char* encoderPrefix = "encoder.";

/// The spec's name of a tensor of the module.
std::string plainName(const std::string& name)
{
    return name.starts_with(encoderPrefix) ? name.substr(std::string(encoderPrefix).size()) : name;
}

std::set<std::string> namesOf(const LungNetworkSpec& spec)
{
    std::set<std::string> names;
    for (const TensorShape& tensor : tensorsOf(spec))
        names.insert(tensor.name);
    return names;
}

/// Holds modules by name alone. Torch takes no dots in names, so "a.b" is a module "a" that holds
/// "b".
struct GroupImpl : nn::Module
{
    using nn::Module::register_module;
};
TORCH_MODULE(Group);

} // namespace

LungNetImpl::LungNetImpl(const LungNetworkSpec& spec) : m_spec(spec)
{
    m_encoder = register_module("encoder", std::make_shared<MobileNetV2Modules>(spec.encoder));
    const NetworkShape shape = shapeOf(spec.encoder);
    const int channels = spec.decoderChannels;
    Group decoder;
    register_module("decoder", decoder);
    for (const int feature : LungNetworkSpec::levelFeatures) {
        const int inputs
            = shape.bottlenecks.at(static_cast<std::size_t>(feature - 1)).outputChannels;
        Group group;
        Level level;
        level.lateral = nn::Conv2d(nn::Conv2dOptions(inputs, channels, 1).bias(false));
        level.lateralNorm
            = nn::BatchNorm2d(nn::BatchNorm2dOptions(channels).eps(spec.encoder.batchNormEpsilon));
        Numbered lateral;
        lateral->add(level.lateral.ptr());
        lateral->add(level.lateralNorm.ptr());
        group->register_module("lateral", lateral);
        level.filter = group->register_module(
            "filter", ConvUnit(channels, channels, 3, 1, channels, spec.encoder));
        level.mix
            = group->register_module("mix", ConvUnit(channels, channels, 1, 1, 1, spec.encoder));
        decoder->register_module(std::to_string(m_levels.size()), group);
        m_levels.push_back(level);
    }
    m_mask = register_module("mask", nn::Conv2d(nn::Conv2dOptions(channels, 1, 1)));
}

at::Tensor LungNetImpl::forward(at::Tensor x)
{
    // From fine to coarse, as the encoder goes.
    std::vector<at::Tensor> kept(m_levels.size());
    int next = 0;
    for (std::size_t i = m_levels.size(); i-- > 0;) {
        const int feature = LungNetworkSpec::levelFeatures[i];
        x = m_encoder->features(x, next, feature);
        kept[i] = x;
        next = feature + 1;
    }
    at::Tensor y;
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        Level& level = m_levels[i];
        at::Tensor merged = level.lateralNorm(level.lateral(kept[i]));
        if (i > 0)
            merged = merged
                + nn::functional::interpolate(y,
                                              nn::functional::InterpolateFuncOptions()
                                                  .scale_factor(std::vector<double>{2, 2})
                                                  .mode(torch::kNearest));
        y = level.mix(level.filter(merged));
    }
    return m_mask(y).squeeze(1);
}

std::vector<at::Tensor> LungNetImpl::usedParameters() const
{
    const std::set<std::string> names = namesOf(m_spec);
    std::vector<at::Tensor> parameters;
    for (const auto& item : named_parameters())
        if (names.contains(plainName(item.key())))
            parameters.push_back(item.value());
    return parameters;
}

WeightMap LungNetImpl::weights() const
{
    const at::NoGradGuard noGrad;
    const std::set<std::string> names = namesOf(m_spec);
    WeightMap map;
    const auto add = [&](const std::string& name, const at::Tensor& tensor) {
        if (!names.contains(plainName(name)))
            return;
        const at::Tensor flat = tensor.detach().contiguous();
        const float* values = flat.data_ptr<float>();
        map.tensors[plainName(name)] = {tensor.sizes().vec(), {values, values + flat.numel()}};
    };
    for (const auto& item : named_parameters())
        add(item.key(), item.value());
    for (const auto& item : named_buffers())
        add(item.key(), item.value());
    return map;
}

} // namespace ccad
