// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/folded_network_torch.h"

namespace ccad {

namespace {

struct FoldedWeights
{
    torch::Tensor weight;
    torch::Tensor bias;
};

/// Folds the batch norm named `norm` into the convolution named `convolution`.
FoldedWeights fold(const std::map<std::string, torch::Tensor>& tensors,
                   const std::string& convolution, const std::string& norm, double epsilon)
{
    const torch::Tensor gain
        = tensors.at(norm + ".weight") / torch::sqrt(tensors.at(norm + ".running_var") + epsilon);
    const torch::Tensor weight = tensors.at(convolution + ".weight") * gain.view({-1, 1, 1, 1});
    const torch::Tensor bias
        = tensors.at(norm + ".bias") - tensors.at(norm + ".running_mean") * gain;
    return {weight.contiguous(torch::MemoryFormat::ChannelsLast), bias.contiguous()};
}

} // namespace

FoldedNetwork::FoldedNetwork(MobileNetV2& network)
{
    const torch::NoGradGuard noGrad;
    const NetworkSpec& spec = network->spec();
    const NetworkShape shape = shapeOf(spec);
    std::map<std::string, torch::Tensor> tensors;
    for (const auto& [name, tensor] : namedTensors(network))
        tensors.emplace(name, tensor.detach());

    const auto add = [&](const std::string& convolution, const std::string& norm, int stride,
                         bool depthwise, bool hasRelu6) {
        FoldedWeights folded = fold(tensors, convolution, norm, spec.batchNormEpsilon);
        Convolution layer;
        layer.weight = folded.weight;
        layer.bias = folded.bias;
        layer.stride = stride;
        layer.groups = depthwise ? static_cast<int>(folded.weight.size(0)) : 1;
        layer.padsAsTensorFlow = stride == 2 && spec.padding == Padding::TfSame;
        layer.hasRelu6 = hasRelu6;
        m_layers.push_back(layer);
    };

    add("features.0.0", "features.0.1", 2, false, true);
    int index = 1;
    for (const BottleneckShape& block : shape.bottlenecks) {
        const std::string prefix = "features." + std::to_string(index++) + ".conv.";
        const std::size_t first = m_layers.size();
        int step = 0;
        if (block.expansion != 1) {
            add(prefix + "0.0", prefix + "0.1", 1, false, true);
            step = 1;
        }
        const std::string depthwise = prefix + std::to_string(step);
        add(depthwise + ".0", depthwise + ".1", block.stride, true, true);
        add(prefix + std::to_string(step + 1), prefix + std::to_string(step + 2), 1, false, false);
        m_layers[first].startsBlock = true;
        m_layers.back().endsWithShortcut
            = block.stride == 1 && block.inputChannels == block.outputChannels;
    }
    const std::string last = "features." + std::to_string(index);
    add(last + ".0", last + ".1", 1, false, true);

    m_headWeight = tensors.at("classifier.1.weight").contiguous();
    m_headBias = tensors.at("classifier.1.bias").contiguous();
}

torch::Tensor FoldedNetwork::apply(const Convolution& layer, const torch::Tensor& x)
{
    const std::int64_t kernel = layer.weight.size(2);
    torch::Tensor y = x;
    std::int64_t padding = (kernel - 1) / 2;
    if (layer.padsAsTensorFlow && kernel > 1) {
        const auto before = [](std::int64_t side) { return side % 2 == 0 ? 0 : 1; };
        y = torch::constant_pad_nd(y, {before(y.size(3)), 1, before(y.size(2)), 1});
        padding = 0;
    }
    y = torch::conv2d(y, layer.weight, layer.bias, layer.stride, padding, 1, layer.groups);
    if (layer.hasRelu6)
        y.clamp_(0, 6);
    return y;
}

torch::Tensor FoldedNetwork::features(const torch::Tensor& x) const
{
    torch::Tensor y = x.contiguous(torch::MemoryFormat::ChannelsLast);
    torch::Tensor blockInput;
    for (const Convolution& layer : m_layers) {
        if (layer.startsBlock)
            blockInput = y;
        y = apply(layer, y);
        if (layer.endsWithShortcut)
            y.add_(blockInput);
    }
    return y;
}

} // namespace ccad
