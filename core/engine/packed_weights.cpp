// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/packed_weights.h"

namespace ccad::engine {

namespace {

AlignedFloats packedBias(const Convolution& convolution, int lanes)
{
    AlignedFloats bias(static_cast<std::size_t>(blocksOf(convolution.outputs, lanes) * lanes));
    std::copy(convolution.bias.begin(), convolution.bias.end(), bias.data());
    return bias;
}

} // namespace

PackedConvolution::PackedConvolution(const Convolution& convolution, int lanes)
    : m_inputs(convolution.inputsPerGroup), m_outputs(convolution.outputs), m_lanes(lanes),
      m_blocks(blocksOf(convolution.outputs, lanes)), m_bias(packedBias(convolution, lanes))
{
    const int depth = m_inputs * convolution.kernel * convolution.kernel;
    m_panelValues = depth * panelBlocks * lanes;
    m_weights = AlignedFloats(static_cast<std::size_t>(panels())
                              * static_cast<std::size_t>(m_panelValues));
    for (int output = 0; output < m_outputs; ++output) {
        const int panel = output / (panelBlocks * lanes);
        const int step = blocksOfPanel(panel) * lanes;
        float* target = m_weights.data() + static_cast<std::ptrdiff_t>(panel) * m_panelValues
            + output % (panelBlocks * lanes);
        const float* source
            = convolution.weights.data() + static_cast<std::ptrdiff_t>(output) * depth;
        for (int k = 0; k < depth; ++k)
            target[static_cast<std::ptrdiff_t>(k) * step] = source[k];
    }
}

PackedDepthwise::PackedDepthwise(const Convolution& convolution, int lanes)
    : m_lanes(lanes), m_bias(packedBias(convolution, lanes))
{
    constexpr int taps = 9;
    m_weights = AlignedFloats(
        static_cast<std::size_t>(blocksOf(convolution.outputs, lanes) * taps * lanes));
    for (int channel = 0; channel < convolution.outputs; ++channel)
        for (int tap = 0; tap < taps; ++tap)
            m_weights.data()[(channel / lanes * taps + tap) * lanes + channel % lanes]
                = convolution.weights[static_cast<std::size_t>(channel * taps + tap)];
}

} // namespace ccad::engine
