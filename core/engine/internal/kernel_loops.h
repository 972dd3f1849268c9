// SPDX-License-Identifier: GPL-3.0-or-later
// The loops over a type `V` of vector registers. Included once
// by each file that is compiled for a kind of processor; V is unknown to other files, hence no two
// of them share a symbol. Nothing of the standard library is called, since its inline functions
// would be shared.
#pragma once

#include "core/engine/kernels.h"

// A loop marked CCAD_UNROLL has a constant length and goes over arrays that have to end up in
// registers.
#define CCAD_UNROLL _Pragma("GCC unroll 32")
#define CCAD_INLINE inline __attribute__((always_inline))

namespace ccad::engine {

/// Sums of some cells of a panel, kept in registers.
template <class V, int Blocks, int Cells> struct Sums
{
    typename V::Register at[Blocks][Cells];
};

template <class V, int Blocks, int Cells>
CCAD_INLINE void startWith(const float* bias, Sums<V, Blocks, Cells>& sums)
{
    CCAD_UNROLL for (int block = 0; block < Blocks; ++block)
    {
        const auto value = V::load(bias + block * V::lanes);
        CCAD_UNROLL for (int cell = 0; cell < Cells; ++cell) sums.at[block][cell] = value;
    }
}

/// sums += one input channel * its weights; the channel's values lie `step` values apart.
template <class V, int Blocks, int Cells>
CCAD_INLINE void addChannel(const float* input, int step, const float* weights,
                            Sums<V, Blocks, Cells>& sums)
{
    typename V::Register weight[Blocks];
    CCAD_UNROLL for (int block = 0; block < Blocks; ++block) weight[block]
        = V::load(weights + block * V::lanes);
    CCAD_UNROLL for (int cell = 0; cell < Cells; ++cell)
    {
        const auto value = V::broadcast(input + cell * step);
        CCAD_UNROLL for (int block = 0; block < Blocks; ++block) sums.at[block][cell]
            = V::multiplyAdd(value, weight[block], sums.at[block][cell]);
    }
}

constexpr float reluLow = 0;
constexpr float reluHigh = 6;

template <class V, int Count> CCAD_INLINE void clampTo6(typename V::Register* values)
{
    const auto low = V::constant(reluLow);
    const auto high = V::constant(reluHigh);
    CCAD_UNROLL for (int i = 0; i < Count; ++i) values[i]
        = V::minimum(V::maximum(values[i], low), high);
}

template <class V, int Blocks, int Cells>
CCAD_INLINE void addResidual(const PointwiseTask& task, int first, Sums<V, Blocks, Cells>& sums)
{
    CCAD_UNROLL for (int block = 0; block < Blocks; ++block)
    {
        const float* from = task.residual + block * task.outputBlockStep + first * V::lanes;
        CCAD_UNROLL for (int cell = 0; cell < Cells; ++cell) sums.at[block][cell]
            = V::add(sums.at[block][cell], V::load(from + cell * V::lanes));
    }
}

/// Stores the sums of the cells from `first` on.
template <class V, int Blocks, int Cells>
CCAD_INLINE void storeCells(const PointwiseTask& task, int first,
                            const Sums<V, Blocks, Cells>& sums)
{
    float* to = task.output + static_cast<std::ptrdiff_t>(first) * V::lanes;
    CCAD_UNROLL for (int block = 0; block < Blocks; ++block, to += task.outputBlockStep)
        CCAD_UNROLL for (int cell = 0; cell < Cells; ++cell)
            V::store(to + cell * V::lanes, sums.at[block][cell]);
}

template <class V, int Blocks, int Cells>
CCAD_INLINE void scatterCells(const PointwiseTask& task, const std::int32_t* places,
                              const Sums<V, Blocks, Cells>& sums)
{
    const std::ptrdiff_t blockStep = task.outputBlockStep;
    CCAD_UNROLL for (int cell = 0; cell < Cells; ++cell)
    {
        float* to = task.output + static_cast<std::ptrdiff_t>(places[cell]) * V::lanes;
        CCAD_UNROLL for (int block = 0; block < Blocks; ++block)
            V::store(to + block * blockStep, sums.at[block][cell]);
    }
}

/// sums += `count` input channels * their weights; `upcoming` runs along with the weights.
template <class V, int Count, int Blocks, int Cells>
CCAD_INLINE void addChannels(const float*& input, const float*& weights, const float*& upcoming,
                             Sums<V, Blocks, Cells>& sums)
{
    constexpr int width = Blocks * V::lanes;
    CCAD_UNROLL for (int k = 0; k < Count; ++k)
    {
        CCAD_UNROLL for (int line = 0; line < width; line += 16)
            __builtin_prefetch(upcoming + k * width + line, 0, 2);
        addChannel<V>(input + k, V::lanes, weights + k * width, sums);
    }
    input += Count;
    weights += Count * width;
    upcoming += Count * width;
}

template <class V, int Blocks, int Cells>
CCAD_INLINE void multiplyCells(const PointwiseTask& task, int first)
{
    Sums<V, Blocks, Cells> sums;
    startWith<V>(task.bias, sums);
    const float* block = task.input + static_cast<std::ptrdiff_t>(first) * V::lanes;
    const float* weights = task.weights;
    const float* upcoming = first == 0 && task.upcoming ? task.upcoming : weights;
    int channels = task.inputChannels;
    for (; channels >= V::lanes; channels -= V::lanes, block += task.inputBlockStep) {
        const float* input = block;
        for (int part = 0; part < V::lanes / 4; ++part)
            addChannels<V, 4>(input, weights, upcoming, sums);
    }
    for (; channels > 0; --channels)
        addChannels<V, 1>(block, weights, upcoming, sums);
    if (task.activation == Activation::Relu6)
        clampTo6<V, Blocks * Cells>(&sums.at[0][0]);
    if (task.residual)
        addResidual(task, first, sums);
    if (task.places)
        scatterCells(task, task.places + first, sums);
    else
        storeCells(task, first, sums);
}

/// As many cells at once as there are registers, then fewer and fewer for the rest.
template <class V, int Blocks, int Cells>
void multiplyAllCells(const PointwiseTask& task, int first = 0)
{
    for (; first + Cells <= task.cells; first += Cells)
        multiplyCells<V, Blocks, Cells>(task, first);
    if constexpr (Cells > 1) {
        if (first < task.cells)
            multiplyAllCells<V, Blocks, Cells / 2>(task, first);
    }
}

template <class V> void pointwise(const PointwiseTask& task)
{
    if (task.blocks == panelBlocks)
        multiplyAllCells<V, panelBlocks, V::pointwiseCells>(task);
    else
        multiplyAllCells<V, 1, 2 * V::pointwiseCells>(task);
}

/// Adds one row of the kernel to the sums of neighbouring cells. Each input vector is loaded once.
template <class V, int Stride, int Cells>
CCAD_INLINE void addKernelRow(const float* input, const typename V::Register* weights,
                              typename V::Register* sums)
{
    CCAD_UNROLL for (int column = 0; column < (Cells - 1) * Stride + 3; ++column)
    {
        const auto value = V::load(input + column * V::lanes);
        CCAD_UNROLL for (int tap = 0; tap < 3; ++tap)
        {
            const int shifted = column - tap;
            if (shifted >= 0 && shifted % Stride == 0 && shifted / Stride < Cells)
                sums[shifted / Stride]
                    = V::multiplyAdd(value, weights[tap], sums[shifted / Stride]);
        }
    }
}

template <class V, int Stride, int Cells>
CCAD_INLINE void depthwiseCells(const DepthwiseTask& task, const float* input,
                                const typename V::Register* weights, typename V::Register bias,
                                float* output)
{
    typename V::Register sums[Cells];
    CCAD_UNROLL for (int cell = 0; cell < Cells; ++cell) sums[cell] = bias;
    CCAD_UNROLL for (int row = 0; row < 3; ++row)
        addKernelRow<V, Stride, Cells>(input + row * task.inputRowStep, weights + row * 3, sums);
    clampTo6<V, Cells>(sums);
    CCAD_UNROLL for (int cell = 0; cell < Cells; ++cell)
        V::store(output + cell * V::lanes, sums[cell]);
}

template <class V, int Stride, int Cells>
CCAD_INLINE void depthwiseRow(const DepthwiseTask& task, const float* input,
                              const typename V::Register* weights, typename V::Register bias,
                              float* output, int first)
{
    for (; first + Cells <= task.columns; first += Cells)
        depthwiseCells<V, Stride, Cells>(task, input + first * Stride * V::lanes, weights, bias,
                                         output + first * V::lanes);
    if constexpr (Cells > 1) {
        if (first < task.columns)
            depthwiseRow<V, Stride, Cells / 2>(task, input, weights, bias, output, first);
    }
}

template <class V, int Stride> void depthwiseRows(const DepthwiseTask& task)
{
    typename V::Register weights[9];
    CCAD_UNROLL for (int tap = 0; tap < 9; ++tap) weights[tap]
        = V::load(task.weights + tap * V::lanes);
    const auto bias = V::load(task.bias);
    for (int row = 0; row < task.rows; ++row)
        depthwiseRow<V, Stride, V::depthwiseCells>(
            task, task.input + row * Stride * task.inputRowStep, weights, bias,
            task.output + row * task.outputRowStep, 0);
}

template <class V> void depthwise(const DepthwiseTask& task)
{
    if (task.stride == 1)
        depthwiseRows<V, 1>(task);
    else
        depthwiseRows<V, 2>(task);
}

constexpr int stemStride = 2;

template <class V, int Blocks, int Cells>
CCAD_INLINE void stemCells(const StemTask& task, const float* input, float* output)
{
    Sums<V, Blocks, Cells> sums;
    startWith<V>(task.bias, sums);
    const float* weights = task.weights;
    for (int channel = 0; channel < task.inputChannels; ++channel) {
        const float* row = input + channel * task.inputPlaneStep;
        for (int y = 0; y < 3; ++y, row += task.inputRowStep) {
            CCAD_UNROLL for (int x = 0; x < 3; ++x)
                addChannel<V>(row + x, stemStride, weights + x * Blocks * V::lanes, sums);
            weights += 3 * Blocks * V::lanes;
        }
    }
    clampTo6<V, Blocks * Cells>(&sums.at[0][0]);
    CCAD_UNROLL for (int block = 0; block < Blocks; ++block)
        CCAD_UNROLL for (int cell = 0; cell < Cells; ++cell)
            V::store(output + block * task.outputBlockStep + cell * V::lanes, sums.at[block][cell]);
}

template <class V, int Blocks, int Cells>
void stemRow(const StemTask& task, const float* input, float* output, int first)
{
    for (; first + Cells <= task.columns; first += Cells)
        stemCells<V, Blocks, Cells>(task, input + first * stemStride, output + first * V::lanes);
    if constexpr (Cells > 1) {
        if (first < task.columns)
            stemRow<V, Blocks, Cells / 2>(task, input, output, first);
    }
}

template <class V> void stem(const StemTask& task)
{
    for (int row = 0; row < task.rows; ++row) {
        const float* input = task.input + row * stemStride * task.inputRowStep;
        float* output = task.output + row * task.outputRowStep;
        if (task.blocks == panelBlocks)
            stemRow<V, panelBlocks, V::pointwiseCells>(task, input, output, 0);
        else
            stemRow<V, 1, V::pointwiseCells>(task, input, output, 0);
    }
}

} // namespace ccad::engine
