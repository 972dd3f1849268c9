// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network_plan.h"

namespace ccad::engine {

namespace {

/// A panel of expanded rows should stay in a core's second-level cache (1 MiB and more today)
/// beside the rows it is made of and the result.
constexpr std::size_t largestPanelValues = (256 << 10) / sizeof(float);
constexpr std::size_t largestHiddenValues = (480 << 10) / sizeof(float); // of a group

/// Stride-2 convolutions of TensorFlow's "same" padding start at the first pixel of an even side.
int paddingBefore(int side, int stride, Padding padding)
{
    return stride == 2 && padding == Padding::TfSame && side % 2 == 0 ? 0 : 1;
}

Convolution summedOverInputs(const Convolution& convolution)
{
    Convolution sum = convolution;
    sum.inputsPerGroup = 1;
    const int taps = convolution.kernel * convolution.kernel;
    sum.weights.assign(static_cast<std::size_t>(convolution.outputs * taps), 0.0F);
    for (int output = 0; output < convolution.outputs; ++output)
        for (int k = 0; k < convolution.inputsPerGroup * taps; ++k)
            sum.weights[static_cast<std::size_t>(output * taps + k % taps)]
                += convolution.weights[static_cast<std::size_t>(
                    output * convolution.inputsPerGroup * taps + k)];
    return sum;
}

std::size_t values(int blocks, int cells, int lanes)
{
    return static_cast<std::size_t>(blocks) * static_cast<std::size_t>(cells)
        * static_cast<std::size_t>(lanes);
}

int divided(int count, int parts)
{
    return (count + parts - 1) / parts;
}

/// As many bottlenecks as a decoder needs.
std::size_t deepestFeature(const DecoderWeights& weights)
{
    int deepest = 1;
    for (const DecoderLevelWeights& level : weights.levels)
        deepest = std::max(deepest, level.feature);
    return static_cast<std::size_t>(deepest);
}

void divideRows(BottleneckPlan& plan, int lanes)
{
    const auto panelValues = [&](int rows) {
        return values(panelBlocks, plan.rowsUnder(rows) * plan.paddedSide(), lanes);
    };
    const auto hiddenValues
        = [&](int rows) { return values(plan.hiddenBlocks, rows * plan.outputSide, lanes); };
    plan.groups = 1;
    plan.rowsPerGroup = plan.outputSide;
    if (panelValues(plan.outputSide) > largestPanelValues) {
        do {
            plan.groups += plan.groups % 2 + 1; // an even number, for two threads
            plan.rowsPerGroup = divided(plan.outputSide, plan.groups);
        } while (plan.rowsPerGroup > 1
                 && (panelValues(plan.rowsPerGroup) > largestPanelValues
                     || hiddenValues(plan.rowsPerGroup) > largestHiddenValues));
        plan.groups = divided(plan.outputSide, plan.rowsPerGroup);
    }
    const int rows = std::min(plan.rowsUnder(plan.rowsPerGroup), plan.inputSide);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < plan.inputSide; ++column)
            plan.places.push_back(row * plan.paddedSide() + column);
}

} // namespace

NetworkPlan::NetworkPlan(const NetworkSpec& spec, const FoldedWeights& weights, std::size_t count,
                         const Kernels& theKernels)
    : kernels(theKernels), inputSize(spec.inputSize), classes(spec.classes),
      stemBefore(paddingBefore(spec.inputSize, 2, spec.padding)),
      colourStem(weights.layers.front(), lanes()),
      greyStem(summedOverInputs(weights.layers.front()), lanes())
{
    std::size_t next = 1;
    const NetworkShape shape = ccad::shapeOf(spec);
    for (std::size_t index = 0; index < count; ++index)
        addBottleneck(shape.bottlenecks.at(index), weights, next, spec.padding);
}

NetworkPlan::NetworkPlan(const NetworkSpec& spec, const FoldedWeights& weights,
                         const Kernels& theKernels)
    : NetworkPlan(spec, weights, ccad::shapeOf(spec).bottlenecks.size(), theKernels)
{
    last = PackedConvolution(weights.layers.back(), lanes());
    headBias = weights.head.bias;
    Convolution unbiased = weights.head;
    unbiased.bias.assign(unbiased.bias.size(), 0.0F);
    head = PackedConvolution(unbiased, lanes());
    measure();
}

NetworkPlan::NetworkPlan(const NetworkSpec& spec, const FoldedWeights& weights,
                         const DecoderWeights& decoderWeights, const Kernels& theKernels)
    : NetworkPlan(spec, weights, deepestFeature(decoderWeights), theKernels)
{
    addDecoder(decoderWeights);
    measure();
}

void NetworkPlan::addDecoder(const DecoderWeights& weights)
{
    decoder.emplace();
    m_keptSlots.assign(bottlenecks.size() + 1, -1);
    for (const DecoderLevelWeights& level : weights.levels) {
        const BottleneckPlan& source = bottlenecks.at(static_cast<std::size_t>(level.feature - 1));
        m_keptSlots[static_cast<std::size_t>(level.feature)] = static_cast<int>(keptValues.size());
        keptValues.push_back(values(source.outputBlocks, source.outputCells(), lanes()));
        decoder->levels.push_back(
            {level.feature, source.outputSide, PackedConvolution(level.lateral, lanes()),
             PackedDepthwise(level.filter, lanes()), PackedConvolution(level.mix, lanes())});
    }
    decoder->mask = PackedConvolution(weights.mask, lanes());
}

void NetworkPlan::addBottleneck(const BottleneckShape& shape, const FoldedWeights& weights,
                                std::size_t& next, Padding padding)
{
    BottleneckPlan plan;
    if (shape.expansion != 1)
        plan.expand = PackedConvolution(weights.layers.at(next++), lanes());
    plan.depthwise = PackedDepthwise(weights.layers.at(next++), lanes());
    plan.project = PackedConvolution(weights.layers.at(next++), lanes());
    plan.hiddenBlocks = blocksOf(shape.inputChannels * shape.expansion, lanes());
    plan.outputBlocks = plan.project.blocks();
    plan.hasShortcut = shape.stride == 1 && shape.inputChannels == shape.outputChannels;
    plan.stride = shape.stride;
    plan.inputSide = bottlenecks.empty() ? (inputSize + 1) / 2 : bottlenecks.back().outputSide;
    plan.outputSide = (plan.inputSide + shape.stride - 1) / shape.stride;
    plan.before = paddingBefore(plan.inputSide, shape.stride, padding);
    divideRows(plan, lanes());
    bottlenecks.push_back(std::move(plan));
}

void NetworkPlan::measure()
{
    const auto grow
        = [](std::size_t& length, std::size_t wanted) { length = std::max(length, wanted); };
    for (const BottleneckPlan& plan : bottlenecks) {
        grow(activationValues, values(plan.outputBlocks, plan.outputCells(), lanes()));
        const int rows = plan.rowsUnder(plan.rowsPerGroup);
        grow(ownPaddedValues, values(panelBlocks, rows * plan.paddedSide(), lanes()));
        const std::size_t hidden
            = values(plan.hiddenBlocks, plan.rowsPerGroup * plan.outputSide, lanes());
        grow(plan.groups > 1 ? ownHiddenValues : hiddenValues, hidden);
    }
    const BottleneckPlan& first = bottlenecks.front();
    const int pixelRows = 2 * first.rowsUnder(first.rowsPerGroup) + 1;
    ownPixelValues = values(colourStem.inputs(), pixelRows * (inputSize + 2), 1);
}

} // namespace ccad::engine
