// SPDX-License-Identifier: GPL-3.0-or-later
// A bottleneck's forward pass in training. Knows nothing of Torch.
#pragma once

#include "core/network/step/internal/scratch.h"
#include "core/network/step/internal/shape.h"

#include <vector>

namespace ccad::bottleneck {

/// Parameters of a batch norm, one value a channel.
struct NormWeights
{
    const float* gain = nullptr;
    const float* shift = nullptr;
    double epsilon = 0;
};

struct Weights
{
    const float* expand = nullptr; ///< hidden x inputs; null when the bottleneck does not expand
    NormWeights expandNorm;
    const float* depthwise = nullptr; ///< hidden x 9
    NormWeights depthwiseNorm;
    const float* project = nullptr; ///< outputs x hidden
};

/// What a batch norm saw and does; padded channels are 0.
struct NormState
{
    std::vector<float> mean;
    std::vector<float> variance; ///< divided by the number of cells
    std::vector<float> inverse; ///< 1 / sqrt(variance + epsilon)
    std::vector<float> offset; ///< -mean * inverse
    std::vector<float> gain;
    std::vector<float> shift;

    [[nodiscard]] Norm of(const Panel& panel) const
    {
        return {inverse.data() + panel.first, offset.data() + panel.first,
                gain.data() + panel.first, shift.data() + panel.first};
    }
};

/// Expansion, batch norm, ReLU6, depthwise convolution, batch norm, ReLU6 and projection of one
/// batch. The expanded activations, the largest of all, are never written to memory: since they are
/// linear in the input, their mean and variance follow from the input's covariance. Keeps what the
/// backward pass needs.
class Forward
{
public:
    Forward(const Shape& shape, const Kernels& kernels);

    /// input: cells x inputs; output: outCells x outputs.
    void run(const float* input, const Weights& weights, float* output);

    [[nodiscard]] const Shape& shape() const { return m_shape; }
    [[nodiscard]] const Kernels& kernels() const { return m_kernels; }
    [[nodiscard]] const NormState& expandNorm() const { return m_expandNorm; }
    [[nodiscard]] const NormState& depthwiseNorm() const { return m_depthwiseNorm; }

    /// The input as the expansion's norm leaves it before gain and shift, of a panel and of `count`
    /// cells; or the input itself: count x panel.channels.
    void expand(const float* input, int firstCell, int count, const Panel& panel,
                float* values) const;
    /// The depthwise convolution's output, before its norm.
    [[nodiscard]] const float* filtered(const Panel& panel, int cell) const
    {
        return m_filtered.data() + static_cast<std::ptrdiff_t>(panel.first) * m_shape.outCells()
            + static_cast<std::ptrdiff_t>(cell) * panel.channels;
    }
    [[nodiscard]] const float* taps(const Panel& panel) const
    {
        return m_taps.data() + std::ptrdiff_t{9} * panel.first;
    }
    /// Mean of each channel of the input.
    [[nodiscard]] const std::vector<float>& inputMean() const { return m_inputMean; }
    /// The input's covariance times the expansion's weights: [panel][inputs][channel].
    [[nodiscard]] const float* spread(const Panel& panel) const
    {
        return m_spread.data() + static_cast<std::ptrdiff_t>(panel.first) * m_shape.inputs;
    }

private:
    struct Moments; ///< of the filtered channels, for every band

    void covary(const float* input);
    void normExpansion(const Weights& weights);
    void normPanel(const Panel& panel, const Weights& weights);
    void packTaps(const float* depthwise);
    void filter(const float* input, int image, Range rows, Moments& moments, int unit);
    void normFiltered(const Moments& moments, const NormWeights& weights);
    void project(const Weights& weights, float* output) const;

    Shape m_shape;
    const Kernels& m_kernels;
    std::vector<float> m_inputMean;
    std::vector<float> m_covariance; ///< inputs x padded(inputs)
    std::vector<float> m_expand; ///< [panel][inputs][channel], times the norm's inverse
    std::vector<float> m_spread;
    std::vector<float> m_taps; ///< [panel][9][channel]
    Scratch m_filtered; ///< [panel][cell][channel]
    NormState m_expandNorm;
    NormState m_depthwiseNorm;
};

} // namespace ccad::bottleneck
