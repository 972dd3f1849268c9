// SPDX-License-Identifier: GPL-3.0-or-later
// Weights in the order in which the kernels read them.
#pragma once

#include "core/engine/aligned_floats.h"
#include "core/engine/kernels.h"

#include <vector>

namespace ccad::engine {

/// A convolution with bias as Torch keeps it, weights: outputs x inputsPerGroup x kernel x kernel.
/// A dense layer is one with a kernel of 1.
struct Convolution
{
    int outputs = 0;
    int inputsPerGroup = 0;
    int kernel = 1;
    std::vector<float> weights;
    std::vector<float> bias;
};

/// Blocks that `channels` channels fill, the last one perhaps in part.
[[nodiscard]] constexpr int blocksOf(int channels, int lanes)
{
    return (channels + lanes - 1) / lanes;
}

/// Weights of a convolution over all input channels: [panel][input channel][tap][block][lane].
class PackedConvolution
{
public:
    PackedConvolution() = default;
    PackedConvolution(const Convolution& convolution, int lanes);

    [[nodiscard]] int inputs() const { return m_inputs; }
    [[nodiscard]] int outputs() const { return m_outputs; }
    [[nodiscard]] int blocks() const { return m_blocks; }
    [[nodiscard]] int panels() const { return (m_blocks + panelBlocks - 1) / panelBlocks; }
    [[nodiscard]] int blocksOfPanel(int panel) const
    {
        return std::min(panelBlocks, m_blocks - panel * panelBlocks);
    }
    [[nodiscard]] const float* weights(int panel) const
    {
        return m_weights.data() + static_cast<std::ptrdiff_t>(panel) * m_panelValues;
    }
    [[nodiscard]] const float* bias(int panel) const
    {
        return m_bias.data() + static_cast<std::ptrdiff_t>(panel) * panelBlocks * m_lanes;
    }

private:
    int m_inputs = 0;
    int m_outputs = 0;
    int m_lanes = 1;
    int m_blocks = 0;
    int m_panelValues = 0; ///< of a full panel
    AlignedFloats m_weights;
    AlignedFloats m_bias;
};

/// Weights of a 3x3 depthwise convolution: [block][tap][lane].
class PackedDepthwise
{
public:
    PackedDepthwise() = default;
    PackedDepthwise(const Convolution& convolution, int lanes);

    [[nodiscard]] const float* weights(int block) const
    {
        return m_weights.data() + static_cast<std::ptrdiff_t>(block) * 9 * m_lanes;
    }
    [[nodiscard]] const float* bias(int block) const
    {
        return m_bias.data() + static_cast<std::ptrdiff_t>(block) * m_lanes;
    }

private:
    int m_lanes = 1;
    AlignedFloats m_weights;
    AlignedFloats m_bias;
};

} // namespace ccad::engine
