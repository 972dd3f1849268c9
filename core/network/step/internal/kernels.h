// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of a bottleneck's training step, once for each kind of
// processor. Plain pointers, no threads, no checks; the caller divides the work.
#pragma once

#include <cstddef>

namespace ccad::bottleneck {

/// Channels are padded to whole groups of this many: one or two vector registers.
constexpr int lanes = 16;
/// Hidden channels that go through all steps together while they are in the cache.
constexpr int panelChannels = 48;

/// out = start + left * right. Matrices, rows one after the other; of `left`, either the values
/// along a row are neighbours (leftDepthStep 1) or those along a column (leftRowStep 1).
struct Product
{
    const float* left = nullptr; ///< rows x depth
    std::ptrdiff_t leftRowStep = 0;
    std::ptrdiff_t leftDepthStep = 1;
    const float* right = nullptr; ///< depth x columns
    std::ptrdiff_t rightStep = 0; ///< from a row to the next
    float* out = nullptr; ///< rows x columns
    std::ptrdiff_t outStep = 0;
    int rows = 0;
    int depth = 0;
    int columns = 0; ///< a multiple of `lanes`
    /// One per column, the same for every row; null: what is in `out`.
    const float* start = nullptr;
};

/// Batch norm of the channels of a panel: x becomes n = x * inverse + offset, with mean 0 and
/// variance 1, and then gain * n + shift.
struct Norm
{
    const float* inverse = nullptr;
    const float* offset = nullptr;
    const float* gain = nullptr;
    const float* shift = nullptr;
};

// In what follows the channels of a panel lie together, cell after cell: [row][cell][channel].
// Steps count values, from a row to the next.

/// y = relu6(gain * n + shift), where x is given as n already.
struct ClampTask
{
    const float* x = nullptr;
    std::ptrdiff_t xStep = 0;
    float* y = nullptr;
    std::ptrdiff_t yStep = 0;
    int rows = 0;
    int columns = 0;
    int channels = 0;
    const float* gain = nullptr;
    const float* shift = nullptr;
};

/// For y = relu6(norm(x)) and its gradient dy: writes y, and adds up g and g * n for every channel,
/// where g is dy as far as the clamp lets it through.
struct NormSumsTask
{
    const float* x = nullptr;
    const float* dy = nullptr;
    float* y = nullptr;
    int cells = 0;
    int channels = 0;
    Norm norm;
    double* sums = nullptr;
    double* products = nullptr;
};

/// The gradient of x in y = relu6(norm(x)): factor * (g - meanSum - n * meanProduct).
struct NormGradientTask
{
    const float* x = nullptr;
    std::ptrdiff_t xStep = 0;
    const float* dy = nullptr; ///< lies as x does
    float* dx = nullptr;
    std::ptrdiff_t dxStep = 0;
    std::ptrdiff_t dxCellStep = 0; ///< from a cell to the next
    int rows = 0;
    int columns = 0;
    int channels = 0;
    Norm norm;
    const float* factor = nullptr;
    const float* meanSum = nullptr;
    const float* meanProduct = nullptr;
};

/// A 3x3 depthwise convolution. The input has its padding already.
struct DepthwiseTask
{
    const float* x = nullptr; ///< under the upper left tap of the first cell
    std::ptrdiff_t xStep = 0;
    int stride = 1;
    const float* weights = nullptr; ///< [9][channels]
    float* y = nullptr;
    std::ptrdiff_t yStep = 0;
    int rows = 0; ///< of y
    int columns = 0;
    int channels = 0;
    // One per channel, set: the first value, and the sums of y - pivot and of its square.
    float* pivots = nullptr;
    float* sums = nullptr;
    float* squares = nullptr;
};

/// The gradients of a 3x3 depthwise convolution with stride 1 over relu6(gain * n + shift).
struct DepthwiseGradientTask
{
    /// Gradient of the output, framed; points where the tap in the lower right corner finds what
    /// belongs to the first cell.
    const float* dy = nullptr;
    std::ptrdiff_t dyStep = 0;
    const float* weights = nullptr; ///< [9][channels]
    /// n, or the input itself when nothing `isNormed`; becomes g, the gradient of gain * n + shift,
    /// or of the input.
    float* values = nullptr;
    std::ptrdiff_t valuesStep = 0;
    int rows = 0;
    int columns = 0;
    int channels = 0;
    bool isNormed = true;
    const float* gain = nullptr;
    const float* shift = nullptr;
    double* sums = nullptr; ///< of g, added to
    double* products = nullptr; ///< of g * n
    double* weightGradient = nullptr; ///< [9][channels], added to
};

struct Kernels
{
    void (*multiply)(const Product&) = nullptr;
    void (*clamp)(const ClampTask&) = nullptr;
    void (*normSums)(const NormSumsTask&) = nullptr;
    void (*normGradient)(const NormGradientTask&) = nullptr;
    void (*depthwise)(const DepthwiseTask&) = nullptr;
    void (*depthwiseGradient)(const DepthwiseGradientTask&) = nullptr;
};

/// The fastest set that this processor runs; null when it has none of the instructions. The
/// environment variable CCAD_STEP names another one, for tests and comparisons: avx2, or torch for
/// none.
[[nodiscard]] const Kernels* kernelsForThisProcessor();

/// The two sets; null where this processor lacks the instructions. For tests.
[[nodiscard]] const Kernels* avx512Kernels();
[[nodiscard]] const Kernels* avx2Kernels();

} // namespace ccad::bottleneck
