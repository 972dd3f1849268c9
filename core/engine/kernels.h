// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of the engine, once for each kind of processor. Plain
// pointers, no threads, no checks; the caller divides the work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ccad::engine {

// Activations lie in blocks of `lanes` channels, one vector register each: [block][cell][lanes].
// Then the vectors of neighbouring cells are neighbours, whatever the number of channels. Channels
// beyond the last one are 0.

/// Blocks of output channels that a kernel computes at once: a panel. Its weights lie together,
/// [input channel][blocks of the panel][lanes], in the order in which the loop reads them.
constexpr int panelBlocks = 2;

/// The function that follows a convolution.
enum class Activation
{
    None,
    Relu6
};

/// output = activation(weights * input + bias) + residual, cell by cell: a 1x1 convolution.
struct PointwiseTask
{
    const float* input = nullptr; ///< the first cell
    std::ptrdiff_t inputBlockStep = 0; ///< values from a block of channels to the next
    int inputChannels = 0;
    int cells = 0;

    const float* weights = nullptr; ///< of one panel
    const float* bias = nullptr; ///< of one panel
    int blocks = panelBlocks; ///< of this panel, 1 or more
    /// Weights of as many input channels that will be needed soon, fetched meanwhile, since all
    /// weights together are larger than a core's caches. Null: none.
    const float* upcoming = nullptr;
    Activation activation = Activation::None;

    float* output = nullptr;
    std::ptrdiff_t outputBlockStep = 0;
    /// The place of each cell in the output, counted in cells; null: one after the other.
    const std::int32_t* places = nullptr;
    /// Laid out as the output, one cell after the other; null: none.
    const float* residual = nullptr;
};

/// relu6(3x3 convolution + bias) of one block of channels, each channel for itself. The input has
/// its padding already.
struct DepthwiseTask
{
    const float* input = nullptr; ///< under the upper left tap of the first cell
    std::ptrdiff_t inputRowStep = 0; ///< values from a row to the next
    int stride = 1;
    const float* weights = nullptr; ///< [9][lanes]
    const float* bias = nullptr; ///< [lanes]
    float* output = nullptr;
    std::ptrdiff_t outputRowStep = 0;
    int rows = 0; ///< of the output
    int columns = 0;
};

/// relu6(3x3 convolution with stride 2 + bias) of planar pixels that have their padding already.
struct StemTask
{
    const float* input = nullptr; ///< under the upper left tap of the first cell, first channel
    std::ptrdiff_t inputPlaneStep = 0;
    std::ptrdiff_t inputRowStep = 0;
    int inputChannels = 0;

    const float* weights = nullptr; ///< of one panel: [input channel][9][blocks][lanes]
    const float* bias = nullptr;
    int blocks = panelBlocks;

    float* output = nullptr;
    std::ptrdiff_t outputBlockStep = 0;
    std::ptrdiff_t outputRowStep = 0;
    int rows = 0; ///< of the output
    int columns = 0;
};

struct Kernels
{
    const char* name = nullptr; ///< of the instructions: "avx512", "avx2", "portable"
    int lanes = 0; ///< float32 values in a vector register
    void (*pointwise)(const PointwiseTask&) = nullptr;
    void (*depthwise)(const DepthwiseTask&) = nullptr;
    void (*stem)(const StemTask&) = nullptr;
};

/// Null if the name is unknown or this processor does not have the instructions.
[[nodiscard]] const Kernels* kernelsNamed(std::string_view name);

/// The fastest set that this processor runs. The environment variable CCAD_ENGINE names another
/// one: avx512, avx2 or portable; a set that this processor cannot run counts as portable.
[[nodiscard]] const Kernels& kernelsForThisProcessor();

} // namespace ccad::engine
