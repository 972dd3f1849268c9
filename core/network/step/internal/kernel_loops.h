// SPDX-License-Identifier: GPL-3.0-or-later
// The loops over a type `V` of vectors of `lanes` values.
// Included once by each file that is compiled for a kind of processor; V is unknown to other files,
// hence no two of them share a symbol. Nothing of the standard library is called, since its inline
// functions would be shared.
#pragma once

#include "core/network/step/internal/kernels.h"

// A loop marked CCAD_UNROLL has a constant length and goes over arrays that have to end up in
// registers.
#define CCAD_UNROLL _Pragma("GCC unroll 32")
#define CCAD_INLINE inline __attribute__((always_inline))

namespace ccad::bottleneck {

template <class V, bool AlongRows, int Rows, int Vectors>
CCAD_INLINE void multiplyBlock(const Product& product, int row, int column)
{
    typename V::Register sums[Rows][Vectors];
    float* out = product.out + row * product.outStep + column;
    CCAD_UNROLL for (int r = 0; r < Rows; ++r) CCAD_UNROLL for (int v = 0; v < Vectors; ++v)
        sums[r][v]
        = V::load(product.start ? product.start + column + v * lanes
                                : out + r * product.outStep + v * lanes);
    const std::ptrdiff_t rowStep = AlongRows ? product.leftRowStep : 1;
    const std::ptrdiff_t depthStep = AlongRows ? 1 : product.leftDepthStep;
    const float* left = product.left + row * rowStep;
    const float* right = product.right + column;
    for (int k = 0; k < product.depth; ++k) {
        typename V::Register weights[Vectors];
        CCAD_UNROLL for (int v = 0; v < Vectors; ++v) weights[v] = V::load(right + v * lanes);
        CCAD_UNROLL for (int r = 0; r < Rows; ++r)
        {
            const auto value = V::broadcast(left + r * rowStep);
            CCAD_UNROLL for (int v = 0; v < Vectors; ++v) sums[r][v]
                = V::multiplyAdd(value, weights[v], sums[r][v]);
        }
        left += depthStep;
        right += product.rightStep;
    }
    CCAD_UNROLL for (int r = 0; r < Rows; ++r) CCAD_UNROLL for (int v = 0; v < Vectors; ++v)
        V::store(out + r * product.outStep + v * lanes, sums[r][v]);
}

/// As many rows at once as there are registers, then fewer and fewer for the rest.
template <class V, bool AlongRows, int Rows, int Vectors>
void multiplyRows(const Product& product, int column, int row = 0)
{
    for (; row + Rows <= product.rows; row += Rows)
        multiplyBlock<V, AlongRows, Rows, Vectors>(product, row, column);
    if constexpr (Rows > 1) {
        if (row < product.rows)
            multiplyRows<V, AlongRows, Rows / 2, Vectors>(product, column, row);
    }
}

template <class V, bool AlongRows> void multiplyColumns(const Product& product)
{
    int column = 0;
    if constexpr (V::mostVectors == 3) {
        for (; column + 3 * lanes <= product.columns; column += 3 * lanes)
            multiplyRows<V, AlongRows, 8, 3>(product, column);
        if (column + 2 * lanes <= product.columns) {
            multiplyRows<V, AlongRows, 12, 2>(product, column);
            column += 2 * lanes;
        }
    }
    for (; column < product.columns; column += lanes)
        multiplyRows<V, AlongRows, V::narrowRows, 1>(product, column);
}

template <class V> void multiply(const Product& product)
{
    if (product.leftDepthStep == 1)
        multiplyColumns<V, true>(product);
    else
        multiplyColumns<V, false>(product);
}

/// Fetches the cells that come soon, for all groups of channels. The first group does so for the
/// others, which follow one after the other, since every third cache line alone is no pattern that
/// a processor foresees.
CCAD_INLINE void fetchAhead(const float* cell, int group, int channels)
{
    constexpr int cellsAhead = 12;
    if (group > 0)
        return;
    for (int line = 0; line < channels; line += lanes)
        __builtin_prefetch(cell + cellsAhead * channels + line);
}

template <class V> CCAD_INLINE typename V::Register clampedTo6(typename V::Register value)
{
    return V::minimum(V::maximum(value, V::constant(0.0F)), V::constant(6.0F));
}

template <class V> void clamp(const ClampTask& task)
{
    for (int channel = 0; channel < task.channels; channel += lanes) {
        const auto gain = V::load(task.gain + channel);
        const auto shift = V::load(task.shift + channel);
        for (int row = 0; row < task.rows; ++row) {
            const float* x = task.x + row * task.xStep + channel;
            float* y = task.y + row * task.yStep + channel;
            for (int cell = 0; cell < task.columns; ++cell) {
                fetchAhead(x, channel, task.channels);
                V::store(y, clampedTo6<V>(V::multiplyAdd(gain, V::load(x), shift)));
                x += task.channels;
                y += task.channels;
            }
        }
    }
}

/// The norm of one group of channels, in registers.
template <class V> struct NormOfGroup
{
    typename V::Register inverse, offset, gain, shift;

    CCAD_INLINE NormOfGroup(const Norm& norm, int channel)
        : inverse(V::load(norm.inverse + channel)), offset(V::load(norm.offset + channel)),
          gain(V::load(norm.gain + channel)), shift(V::load(norm.shift + channel))
    {
    }
    CCAD_INLINE typename V::Register normed(const float* x) const
    {
        return V::multiplyAdd(V::load(x), inverse, offset);
    }
    CCAD_INLINE typename V::Register scaled(typename V::Register n) const
    {
        return V::multiplyAdd(gain, n, shift);
    }
};

/// Adds the values of a register to the sums.
template <class V> CCAD_INLINE void addTo(double* sums, typename V::Register values)
{
    float parts[lanes];
    V::store(parts, values);
    for (int lane = 0; lane < lanes; ++lane)
        sums[lane] += static_cast<double>(parts[lane]);
}

template <class V> void normSums(const NormSumsTask& task)
{
    for (int channel = 0; channel < task.channels; channel += lanes) {
        const NormOfGroup<V> norm(task.norm, channel);
        auto sum = V::constant(0.0F);
        auto product = V::constant(0.0F);
        std::ptrdiff_t at = channel;
        for (int cell = 0; cell < task.cells; ++cell, at += task.channels) {
            fetchAhead(task.x + at, channel, task.channels);
            const auto n = norm.normed(task.x + at);
            const auto z = norm.scaled(n);
            const auto passed = V::whereWithin6(z, V::load(task.dy + at));
            sum = V::add(sum, passed);
            product = V::multiplyAdd(passed, n, product);
            V::store(task.y + at, clampedTo6<V>(z));
        }
        addTo<V>(task.sums + channel, sum);
        addTo<V>(task.products + channel, product);
    }
}

template <class V> void normGradient(const NormGradientTask& task)
{
    for (int channel = 0; channel < task.channels; channel += lanes) {
        const NormOfGroup<V> norm(task.norm, channel);
        const auto factor = V::load(task.factor + channel);
        const auto meanSum = V::load(task.meanSum + channel);
        const auto meanProduct = V::load(task.meanProduct + channel);
        for (int row = 0; row < task.rows; ++row) {
            std::ptrdiff_t at = row * task.xStep + channel;
            float* dx = task.dx + row * task.dxStep + channel;
            for (int cell = 0; cell < task.columns; ++cell) {
                fetchAhead(task.x + at, channel, task.channels);
                const auto n = norm.normed(task.x + at);
                const auto passed = V::whereWithin6(norm.scaled(n), V::load(task.dy + at));
                const auto rest
                    = V::negativeMultiplyAdd(n, meanProduct, V::subtract(passed, meanSum));
                V::store(dx, V::multiply(factor, rest));
                at += task.channels;
                dx += task.dxCellStep;
            }
        }
    }
}

template <class V> struct Taps
{
    typename V::Register at[9];
};

template <class V> CCAD_INLINE Taps<V> tapsOf(const float* weights, int channel, int channels)
{
    Taps<V> taps;
    CCAD_UNROLL for (int tap = 0; tap < 9; ++tap) taps.at[tap]
        = V::load(weights + tap * channels + channel);
    return taps;
}

template <class V>
CCAD_INLINE typename V::Register filtered(const float* x, std::ptrdiff_t rowStep,
                                          std::ptrdiff_t cellStep, const Taps<V>& taps)
{
    auto sum = V::constant(0.0F);
    CCAD_UNROLL for (int row = 0; row < 3; ++row)
        CCAD_UNROLL for (int column = 0; column < 3; ++column) sum
        = V::multiplyAdd(V::load(x + row * rowStep + column * cellStep), taps.at[row * 3 + column],
                         sum);
    return sum;
}

template <class V> void depthwise(const DepthwiseTask& task)
{
    const std::ptrdiff_t step = task.channels;
    for (int channel = 0; channel < task.channels; channel += lanes) {
        const Taps<V> taps = tapsOf<V>(task.weights, channel, task.channels);
        const auto pivot = filtered<V>(task.x + channel, task.xStep, step, taps);
        auto sum = V::constant(0.0F);
        auto square = V::constant(0.0F);
        for (int row = 0; row < task.rows; ++row) {
            const float* x = task.x + row * task.stride * task.xStep + channel;
            float* y = task.y + row * task.yStep + channel;
            for (int cell = 0; cell < task.columns; ++cell) {
                const auto value = filtered<V>(x, task.xStep, step, taps);
                V::store(y, value);
                const auto centred = V::subtract(value, pivot);
                sum = V::add(sum, centred);
                square = V::multiplyAdd(centred, centred, square);
                x += task.stride * step;
                y += step;
            }
        }
        V::store(task.pivots + channel, pivot);
        V::store(task.sums + channel, sum);
        V::store(task.squares + channel, square);
    }
}

template <class V, bool IsNormed>
CCAD_INLINE void depthwiseGradientOf(const DepthwiseGradientTask& task, int channel)
{
    const Taps<V> taps = tapsOf<V>(task.weights, channel, task.channels);
    Taps<V> gradient;
    CCAD_UNROLL for (int tap = 0; tap < 9; ++tap) gradient.at[tap] = V::constant(0.0F);
    auto sum = V::constant(0.0F);
    auto product = V::constant(0.0F);
    const std::ptrdiff_t step = task.channels;
    for (int row = 0; row < task.rows; ++row) {
        const float* dy = task.dy + row * task.dyStep + channel;
        float* values = task.values + row * task.valuesStep + channel;
        for (int cell = 0; cell < task.columns; ++cell) {
            const auto n = V::load(values);
            auto z = n;
            auto y = n;
            if constexpr (IsNormed) {
                z = V::multiplyAdd(V::load(task.gain + channel), n, V::load(task.shift + channel));
                y = clampedTo6<V>(z);
            }
            auto g = V::constant(0.0F);
            // What the first tap saw of this cell went to the output below and to the right of it.
            CCAD_UNROLL for (int tap = 0; tap < 9; ++tap)
            {
                const auto upstream
                    = V::load(dy + (2 - tap / 3) * task.dyStep + (2 - tap % 3) * step);
                g = V::multiplyAdd(upstream, taps.at[tap], g);
                gradient.at[tap] = V::multiplyAdd(upstream, y, gradient.at[tap]);
            }
            if constexpr (IsNormed) {
                g = V::whereWithin6(z, g);
                sum = V::add(sum, g);
                product = V::multiplyAdd(g, n, product);
            }
            V::store(values, g);
            dy += step;
            values += step;
        }
    }
    CCAD_UNROLL for (int tap = 0; tap < 9; ++tap)
        addTo<V>(task.weightGradient + tap * task.channels + channel, gradient.at[tap]);
    if constexpr (IsNormed) {
        addTo<V>(task.sums + channel, sum);
        addTo<V>(task.products + channel, product);
    }
}

template <class V> void depthwiseGradient(const DepthwiseGradientTask& task)
{
    for (int channel = 0; channel < task.channels; channel += lanes) {
        if (task.isNormed)
            depthwiseGradientOf<V, true>(task, channel);
        else
            depthwiseGradientOf<V, false>(task, channel);
    }
}

template <class V> constexpr Kernels kernelsOf()
{
    return {multiply<V>,     clamp<V>,     normSums<V>,
            normGradient<V>, depthwise<V>, depthwiseGradient<V>};
}

} // namespace ccad::bottleneck
