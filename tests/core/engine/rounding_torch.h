// SPDX-License-Identifier: GPL-3.0-or-later
// How far single precision may be from double precision in a MobileNetV2, from the arithmetic
// alone.
#pragma once

#include "core/engine/folded_weights.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/einsum.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

namespace ccad::test {

/// Values in double precision and the variance of the error that each has in single precision.
///
/// Every rounding is taken for an independent error of at most `unit` times the value that is
/// rounded, and its variance for the square of that. A sum of n products is rounded at each of its
/// partial sums; these walk at random, as signs of weights do, so none is taken for larger than the
/// root of the squares of its terms and of the whole. An error of an input is carried on with the
/// square of its weight. The order of a sum changes its error, not this bound: it holds for every
/// kernel.
struct Rounded
{
    at::Tensor value;
    at::Tensor variance;

    static constexpr double unit = 0x1p-24; ///< float: half a unit in the last place

    /// Where errors of that variance practically never go: eight standard deviations.
    [[nodiscard]] at::Tensor bound() const { return 8 * variance.sqrt(); }
};

/// One of the network's input, which is exact.
inline Rounded exactly(const at::Tensor& x)
{
    const at::Tensor value = x.to(at::kDouble);
    return {value, at::zeros_like(value)};
}

/// Sums of products: `apply` is linear in its input for given weights, `terms` products make a
/// value.
template <typename Apply>
Rounded sumsOfProducts(const Rounded& x, const at::Tensor& weight, const at::Tensor& bias,
                       double terms, Apply apply)
{
    // Besides the sum itself, each product is rounded, and its weight was, when batch norm was
    // folded into it and when the three planes of a grey picture were made one: five times.
    constexpr double ofAProduct = 5;
    const at::Tensor squares = apply(x.value.square(), weight.square());
    Rounded y;
    y.value = apply(x.value, weight) + bias;
    y.variance = apply(x.variance, weight.square())
        + Rounded::unit * Rounded::unit
            * ((terms + ofAProduct) * squares + (terms + 1) * (y.value.square() + bias.square()));
    return y;
}

inline Rounded convolved(const Rounded& x, const engine::Convolution& layer, int stride,
                         Padding padding)
{
    const std::int64_t kernel = layer.kernel;
    const auto tensorOf
        = [](const std::vector<float>& values) { return at::tensor(values).to(at::kDouble); };
    const at::Tensor weight
        = tensorOf(layer.weights).view({layer.outputs, layer.inputsPerGroup, kernel, kernel});
    const bool padsAfter = kernel > 1 && stride == 2 && padding == Padding::TfSame;
    const auto apply = [&](const at::Tensor& input, const at::Tensor& weights) {
        const at::Tensor padded = padsAfter ? at::constant_pad_nd(input, {0, 1, 0, 1}) : input;
        return at::conv2d(padded, weights, {}, stride, padsAfter ? 0 : kernel / 2, 1,
                          input.size(1) / layer.inputsPerGroup);
    };
    return sumsOfProducts(x, weight, tensorOf(layer.bias).view({1, -1, 1, 1}),
                          static_cast<double>(layer.inputsPerGroup * kernel * kernel), apply);
}

/// The clamp makes no error larger.
inline Rounded relu6(Rounded x)
{
    x.value = x.value.clamp(0, 6);
    return x;
}

inline Rounded sumOf(const Rounded& a, const Rounded& b)
{
    const at::Tensor sum = a.value + b.value;
    return {sum, a.variance + b.variance + Rounded::unit * Rounded::unit * sum.square()};
}

/// The last activations of a network of these folded weights: N x C x h x w.
inline Rounded featuresOf(const NetworkSpec& spec, const engine::FoldedWeights& weights,
                          const at::Tensor& input)
{
    auto layer = weights.layers.begin();
    const auto unit = [&](const Rounded& x, int stride) {
        return convolved(x, *layer++, stride, spec.padding);
    };
    Rounded x = relu6(unit(exactly(input), 2));
    for (const BottleneckShape& shape : shapeOf(spec).bottlenecks) {
        Rounded y = shape.expansion == 1 ? x : relu6(unit(x, 1));
        y = relu6(unit(y, shape.stride));
        y = unit(y, 1);
        x = shape.stride == 1 && shape.inputChannels == shape.outputChannels ? sumOf(x, y) : y;
    }
    return relu6(unit(x, 1));
}

/// Mean over the cells: N x C. Errors of neighbouring cells may go together, since the same weights
/// made them, so they are not expected to cancel.
inline Rounded pooled(const Rounded& x)
{
    const auto cells = static_cast<double>(x.value.size(2) * x.value.size(3));
    const at::Tensor mean = x.value.mean({2, 3});
    const at::Tensor carried = x.variance.sqrt().mean({2, 3});
    return {mean, carried.square() + cells * Rounded::unit * Rounded::unit * mean.square()};
}

/// N x classes.
inline Rounded headOf(const Rounded& x, const at::Tensor& weight, const at::Tensor& bias)
{
    return sumsOfProducts(x, weight, bias, static_cast<double>(weight.size(1)),
                          [](const at::Tensor& input, const at::Tensor& weights) {
                              return at::matmul(input, weights.t());
                          });
}

/// What the features say of a class at each cell: h x w. `weight`: one a channel.
inline Rounded mapOf(const Rounded& x, const at::Tensor& weight)
{
    return sumsOfProducts({x.value[0], x.variance[0]}, weight, at::zeros({1}, at::kDouble),
                          static_cast<double>(weight.size(0)),
                          [](const at::Tensor& input, const at::Tensor& weights) {
                              return at::einsum("c,chw->hw", {weights, input});
                          });
}

} // namespace ccad::test
