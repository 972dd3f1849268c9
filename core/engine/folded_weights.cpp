// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/folded_weights.h"

#include <cmath>

namespace ccad {

namespace {

/// A tensor outputs x inputs (x kernel x kernel), without its bias.
engine::Convolution withoutBias(const WeightTensor& tensor)
{
    engine::Convolution convolution;
    convolution.outputs = static_cast<int>(tensor.shape.at(0));
    convolution.inputsPerGroup = static_cast<int>(tensor.shape.at(1));
    convolution.kernel = tensor.shape.size() == 4 ? static_cast<int>(tensor.shape[2]) : 1;
    convolution.weights = tensor.values;
    return convolution;
}

} // namespace

engine::Convolution foldedConvolution(const WeightMap& weights, const std::string& convolution,
                                      const std::string& norm, double epsilon)
{
    engine::Convolution folded = withoutBias(weights.tensors.at(convolution + ".weight"));
    const std::vector<float>& scale = weights.tensors.at(norm + ".weight").values;
    const std::vector<float>& shift = weights.tensors.at(norm + ".bias").values;
    const std::vector<float>& mean = weights.tensors.at(norm + ".running_mean").values;
    const std::vector<float>& variance = weights.tensors.at(norm + ".running_var").values;
    const auto outputs = static_cast<std::size_t>(folded.outputs);
    const std::size_t valuesAnOutput = folded.weights.size() / outputs;
    float* value = folded.weights.data();
    for (std::size_t output = 0; output < outputs; ++output) {
        const double gain = scale[output] / std::sqrt(variance[output] + epsilon);
        folded.bias.push_back(static_cast<float>(shift[output] - mean[output] * gain));
        const auto factor = static_cast<float>(gain);
        for (std::size_t i = 0; i < valuesAnOutput; ++i)
            *value++ *= factor;
    }
    return folded;
}

engine::FoldedWeights foldedBottlenecks(const NetworkSpec& spec, const WeightMap& weights,
                                        std::size_t count)
{
    engine::FoldedWeights folded;
    const auto add = [&](const std::string& convolution, const std::string& norm) {
        folded.layers.push_back(
            foldedConvolution(weights, convolution, norm, spec.batchNormEpsilon));
    };
    add("features.0.0", "features.0.1");
    const NetworkShape shape = shapeOf(spec);
    for (std::size_t index = 0; index < count; ++index) {
        const BottleneckShape& block = shape.bottlenecks.at(index);
        const std::string prefix = "features." + std::to_string(index + 1) + ".conv.";
        int step = 0;
        const auto addUnit = [&] {
            const std::string unit = prefix + std::to_string(step++);
            add(unit + ".0", unit + ".1");
        };
        if (block.expansion != 1)
            addUnit();
        addUnit(); // depthwise
        add(prefix + std::to_string(step), prefix + std::to_string(step + 1));
    }
    return folded;
}

engine::FoldedWeights foldedWeights(const NetworkSpec& spec, const WeightMap& weights)
{
    const std::size_t bottlenecks = shapeOf(spec).bottlenecks.size();
    engine::FoldedWeights folded = foldedBottlenecks(spec, weights, bottlenecks);
    const std::string last = "features." + std::to_string(bottlenecks + 1);
    folded.layers.push_back(
        foldedConvolution(weights, last + ".0", last + ".1", spec.batchNormEpsilon));
    folded.head = withoutBias(weights.tensors.at("classifier.1.weight"));
    folded.head.bias = weights.tensors.at("classifier.1.bias").values;
    return folded;
}

} // namespace ccad
