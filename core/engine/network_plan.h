// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine knows of a network before it sees an image.
#pragma once

#include "core/engine/decoder_plan.h"
#include "core/engine/packed_weights.h"
#include "core/weights/network_spec.h"

#include <cstdint>
#include <vector>

namespace ccad::engine {

/// A network with each batch norm folded into its convolution.
struct FoldedWeights
{
    std::vector<Convolution> layers; ///< features.*, in order
    Convolution head; ///< classes x features
};

/// An inverted residual: expansion (or, in the first one, the network's first convolution),
/// depthwise convolution, projection.
///
/// The expanded activations are the largest of the network, so they are never kept as a whole: a
/// panel of their channels goes straight through the depthwise convolution while it is in the
/// cache. Where even a panel is too large, the rows are divided into groups as well, and each group
/// goes through to the projection before the next.
struct BottleneckPlan
{
    PackedConvolution expand; ///< of the first bottleneck: empty
    PackedDepthwise depthwise;
    PackedConvolution project;
    int hiddenBlocks = 0;
    int outputBlocks = 0;
    bool hasShortcut = false;

    int inputSide = 0; ///< of the expanded activations
    int outputSide = 0;
    int stride = 1;
    int before = 1; ///< rows of padding above and columns to the left

    int groups = 1; ///< of output rows
    int rowsPerGroup = 0;
    /// The place of each expanded cell of a group among its padded rows.
    std::vector<std::int32_t> places;

    [[nodiscard]] int hiddenPanels() const
    {
        return (hiddenBlocks + panelBlocks - 1) / panelBlocks;
    }
    [[nodiscard]] int blocksOfPanel(int panel) const
    {
        return std::min(panelBlocks, hiddenBlocks - panel * panelBlocks);
    }
    [[nodiscard]] int paddedSide() const { return inputSide + 2; }
    /// Rows of the expanded activations under `rows` rows of the output, padding included.
    [[nodiscard]] int rowsUnder(int rows) const { return (rows - 1) * stride + 3; }
    [[nodiscard]] int inputCells() const { return inputSide * inputSide; }
    [[nodiscard]] int outputCells() const { return outputSide * outputSide; }
};

/// Immutable, hence safe to use from several threads.
struct NetworkPlan
{
    NetworkPlan(const NetworkSpec& spec, const FoldedWeights& weights, const Kernels& theKernels);
    /// Ends with a decoder instead of the last convolution and the head: goes as far as the last
    /// feature that the decoder wants. Such a network has neither `last` nor `head`.
    NetworkPlan(const NetworkSpec& spec, const FoldedWeights& weights,
                const DecoderWeights& decoderWeights, const Kernels& theKernels);

    const Kernels& kernels;
    int inputSize = 0; ///< pixels
    int classes = 0;
    int stemBefore = 0; ///< rows of padding above and columns to the left of the pixels
    PackedConvolution colourStem;
    /// A grey picture is three equal channels to the network, so their weights can be added up.
    PackedConvolution greyStem;
    std::vector<BottleneckPlan> bottlenecks;
    PackedConvolution last;
    PackedConvolution head; ///< its bias is 0, since maps leave it out
    std::vector<float> headBias;
    std::optional<DecoderPlan> decoder;

    // Lengths of the buffers of one image (shared) and of one thread (own), in values.
    std::size_t activationValues = 0; ///< input or output of the widest bottleneck
    std::vector<std::size_t> keptValues; ///< output of each feature that a decoder wants
    std::size_t hiddenValues = 0; ///< input of the widest projection that is not done by groups
    std::size_t ownPaddedValues = 0; ///< a panel of expanded rows
    std::size_t ownHiddenValues = 0; ///< input of the widest projection of a group
    std::size_t ownPixelValues = 0; ///< padded pixels under a group of the first bottleneck

    [[nodiscard]] int lanes() const { return kernels.lanes; }
    /// Index among the kept activations of the output of features.<feature>, or -1.
    [[nodiscard]] int keptSlot(int feature) const
    {
        const auto index = static_cast<std::size_t>(feature);
        return index < m_keptSlots.size() ? m_keptSlots[index] : -1;
    }
    [[nodiscard]] int lastSide() const { return bottlenecks.back().outputSide; }
    [[nodiscard]] int lastCells() const { return bottlenecks.back().outputCells(); }

private:
    NetworkPlan(const NetworkSpec& spec, const FoldedWeights& weights, std::size_t count,
                const Kernels& theKernels);
    void addBottleneck(const BottleneckShape& shape, const FoldedWeights& weights,
                       std::size_t& next, Padding padding);
    void addDecoder(const DecoderWeights& weights);
    void measure();

    std::vector<int> m_keptSlots; ///< by feature
};

} // namespace ccad::engine
