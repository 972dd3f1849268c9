// SPDX-License-Identifier: GPL-3.0-or-later
// The decoder that follows the bottlenecks of a network that draws a mask.
#pragma once

#include "core/engine/packed_weights.h"

#include <optional>
#include <vector>

namespace ccad::engine {

/// One level of the decoder, from coarse to fine, each with twice the side of the one before:
///   x = lateral(kept activations) + the level before, each cell four times
///   x = relu6(mix(relu6(filter(x))))
struct DecoderLevelWeights
{
    int feature = 0; ///< features.<n> whose output is kept for this level
    Convolution lateral; ///< 1x1
    Convolution filter; ///< 3x3, depthwise
    Convolution mix; ///< 1x1
};

struct DecoderWeights
{
    std::vector<DecoderLevelWeights> levels;
    Convolution mask; ///< 1x1, one output: the logit of each cell of the finest level
};

struct DecoderLevelPlan
{
    int feature = 0;
    int side = 0; ///< cells
    PackedConvolution lateral;
    PackedDepthwise filter;
    PackedConvolution mix;

    [[nodiscard]] int cells() const { return side * side; }
    [[nodiscard]] int paddedSide() const { return side + 2; }
    [[nodiscard]] int paddedCells() const { return paddedSide() * paddedSide(); }
};

struct DecoderPlan
{
    std::vector<DecoderLevelPlan> levels;
    PackedConvolution mask;

    [[nodiscard]] const DecoderLevelPlan& finest() const { return levels.back(); }
};

} // namespace ccad::engine
