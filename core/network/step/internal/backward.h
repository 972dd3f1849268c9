// SPDX-License-Identifier: GPL-3.0-or-later
// A bottleneck's backward pass. Knows nothing of Torch.
#pragma once

#include "core/network/step/internal/forward.h"

namespace ccad::bottleneck {

/// Where gradients go, in the order of the weights; all are set.
struct Gradients
{
    float* input = nullptr; ///< cells x inputs
    float* expand = nullptr; ///< null when the bottleneck does not expand, as are the next two
    float* expandGain = nullptr;
    float* expandShift = nullptr;
    float* depthwise = nullptr;
    float* depthwiseGain = nullptr;
    float* depthwiseShift = nullptr;
    float* project = nullptr;
};

/// Two passes over what the depthwise convolution gave: the first finds the sums that its norm's
/// gradient takes, the second computes the gradient again and goes on to the input. The gradient of
/// the expanded activations, too, never leaves the cache. What the expansion's norm adds to it is
/// linear in the input, hence its sums may be known afterwards:
///   dx = factor * (g - mean(g) - n * mean(g n)), with n linear in the input.
class Backward
{
public:
    /// `forward`, its weights and its input must be as they were on the way forward.
    Backward(const Forward& forward, const Weights& weights, const float* input);

    /// dy: outCells x outputs.
    void run(const float* dy, const Gradients& gradients);

private:
    struct Sums ///< of a part of the batch
    {
        std::vector<double> sums, products; ///< one per hidden channel: of g, and of g * n
    };
    struct NormGradient ///< one per hidden channel
    {
        std::vector<float> factor, meanSum, meanProduct;
    };

    void pack();
    void sumUp(Range cells, const float* dy, Sums& sums, float* project) const;
    void collectProject(const std::vector<float>& parts, float* gradient) const;
    [[nodiscard]] NormGradient collectNorm(const NormState& norm, const std::vector<Sums>& parts,
                                           int cells, float* gain, float* shift) const;

    struct Band;
    struct PartOfExpansion;
    void backwardBand(const Band& band, const float* dy, const NormGradient& norm,
                      PartOfExpansion& part, float* dx) const;
    void fillFrame(const Band& band, const Panel& panel, const float* dy, const NormGradient& norm,
                   float* before, float* frame) const;
    void collectDepthwise(const std::vector<PartOfExpansion>& parts, float* gradient) const;
    void collectExpand(const std::vector<PartOfExpansion>& parts, const NormGradient& norm,
                       float* gradient) const;
    void finishInput(const NormGradient& norm, float* dx) const;

    const Forward& m_forward;
    const Shape m_shape;
    const Kernels& m_kernels;
    const Weights m_weights;
    const float* m_input;
    std::vector<float> m_project; ///< [panel][outputs][channel]
    std::vector<float> m_expand; ///< hiddenPadded x padded(inputs), times the norm's gain * inverse
};

} // namespace ccad::bottleneck
