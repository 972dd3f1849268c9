// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/step/fused_layers_torch.h"
#include "core/network/step/internal/training_kernels.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Parts that the rows of a tensor are divided into, whatever the number of threads, so that sums
/// are always added up in the same order.
constexpr std::int64_t parts = 16;

at::Tensor channelsLast(const at::Tensor& x)
{
    return x.contiguous(at::MemoryFormat::ChannelsLast);
}

/// Calls work(part, first value, number of values) for each part, in parallel.
template <typename Work> void inParts(std::int64_t rows, std::int64_t channels, Work work)
{
    at::parallel_for(0, parts, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t part = begin; part < end; ++part) {
            const std::int64_t first = rows * part / parts;
            const std::int64_t last = rows * (part + 1) / parts;
            work(part, first * channels, (last - first) * channels);
        }
    });
}

/// Two sums per channel, over all parts in their order.
struct ChannelSums
{
    std::vector<double> first, second;
};

template <typename Add> ChannelSums sumUp(std::int64_t rows, std::int64_t channels, Add add)
{
    const auto size = static_cast<std::size_t>(parts * channels);
    ChannelSums all{std::vector<double>(size), std::vector<double>(size)};
    inParts(rows, channels, [&](std::int64_t part, std::int64_t offset, std::int64_t values) {
        add(offset, values, all.first.data() + part * channels,
            all.second.data() + part * channels);
    });
    for (std::size_t i = static_cast<std::size_t>(channels); i < size; ++i) {
        all.first[i % static_cast<std::size_t>(channels)] += all.first[i];
        all.second[i % static_cast<std::size_t>(channels)] += all.second[i];
    }
    all.first.resize(static_cast<std::size_t>(channels));
    all.second.resize(static_cast<std::size_t>(channels));
    return all;
}

std::vector<float> toVector(const at::Tensor& values)
{
    const at::Tensor flat = values.contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

at::Tensor toTensor(const std::vector<double>& values)
{
    return at::tensor(values, at::kDouble).to(at::kFloat);
}

struct Moments
{
    std::vector<float> mean;
    std::vector<double> variance; ///< divided by the number of rows
};

Moments momentsOf(const at::Tensor& x)
{
    const std::int64_t channels = x.size(1);
    const std::int64_t rows = x.numel() / channels;
    const float* values = x.data_ptr<float>();
    const std::vector<float> pivot(values, values + channels);
    const ChannelSums sums
        = sumUp(rows, channels,
                [&](std::int64_t offset, std::int64_t count, double* first, double* second) {
                    kernels::addMoments(values + offset, count, pivot, first, second);
                });
    Moments moments;
    for (std::size_t i = 0; i < pivot.size(); ++i) {
        const double shift = sums.first[i] / static_cast<double>(rows);
        moments.mean.push_back(static_cast<float>(pivot[i] + shift));
        moments.variance.push_back(
            std::max(0.0, sums.second[i] / static_cast<double>(rows) - shift * shift));
    }
    return moments;
}

/// The map from x to its normalised value: scale = w / sqrt(variance + eps).
kernels::ChannelMap normalisation(const Moments& moments, const std::vector<float>& weight,
                                  const std::vector<float>& bias, double epsilon, bool clamps)
{
    std::vector<float> scale;
    std::vector<float> shift;
    for (std::size_t i = 0; i < weight.size(); ++i) {
        const double factor = weight[i] / std::sqrt(moments.variance[i] + epsilon);
        scale.push_back(static_cast<float>(factor));
        shift.push_back(static_cast<float>(bias[i] - factor * moments.mean[i]));
    }
    return {scale, shift, clamps};
}

struct NormAndClamp : torch::autograd::Function<NormAndClamp>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, const at::Tensor& bias,
                              at::Tensor runningMean, at::Tensor runningVariance, double momentum,
                              double epsilon, bool clamps)
    {
        const at::Tensor x = channelsLast(input);
        const std::int64_t rows = x.numel() / x.size(1);
        const Moments moments = momentsOf(x);
        const auto map = normalisation(moments, toVector(weight), toVector(bias), epsilon, clamps);
        at::Tensor y = at::empty_like(x);
        const float* source = x.data_ptr<float>();
        float* target = y.data_ptr<float>();
        inParts(rows, x.size(1), [&](std::int64_t, std::int64_t offset, std::int64_t values) {
            kernels::mapChannels(source + offset, target + offset, values, map);
        });

        const at::Tensor mean = at::tensor(moments.mean);
        const at::Tensor variance = toTensor(moments.variance);
        const double unbiased = static_cast<double>(rows) / static_cast<double>(rows - 1);
        runningMean.lerp_(mean, momentum);
        runningVariance.lerp_(variance * unbiased, momentum);
        context->save_for_backward({x, weight, bias, mean, variance});
        context->saved_data["epsilon"] = epsilon;
        context->saved_data["clamps"] = clamps;
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const std::vector<float> weight = toVector(saved[1]);
        const std::vector<float> variance = toVector(saved[4]);
        const Moments moments{toVector(saved[3]), {variance.begin(), variance.end()}};
        const double epsilon = context->saved_data["epsilon"].toDouble();
        const auto map = normalisation(moments, weight, toVector(saved[2]), epsilon,
                                       context->saved_data["clamps"].toBool());
        const at::Tensor dy = channelsLast(gradients[0]);
        const std::int64_t channels = x.size(1);
        const std::int64_t rows = x.numel() / channels;
        const float* values = x.data_ptr<float>();
        const float* upstream = dy.data_ptr<float>();
        ChannelSums sums
            = sumUp(rows, channels,
                    [&](std::int64_t offset, std::int64_t count, double* first, double* second) {
                        kernels::addGradientMoments(values + offset, upstream + offset, count, map,
                                                    moments.mean, first, second);
                    });

        kernels::GradientMap gradient;
        for (std::size_t i = 0; i < weight.size(); ++i) {
            const double inverse = 1 / std::sqrt(moments.variance[i] + epsilon);
            const double a = weight[i] * inverse;
            const double b = -a * inverse * inverse * sums.second[i] / static_cast<double>(rows);
            const double c = -a * sums.first[i] / static_cast<double>(rows) - b * moments.mean[i];
            gradient.a.push_back(static_cast<float>(a));
            gradient.b.push_back(static_cast<float>(b));
            gradient.c.push_back(static_cast<float>(c));
            sums.second[i] *= inverse; // the gradient of the weight
        }
        at::Tensor dx = at::empty_like(x);
        float* target = dx.data_ptr<float>();
        inParts(rows, channels, [&](std::int64_t, std::int64_t offset, std::int64_t count) {
            kernels::mapGradient(values + offset, upstream + offset, target + offset, count, map,
                                 gradient);
        });
        return {dx, toTensor(sums.second), toTensor(sums.first), {}, {}, {}, {}, {}};
    }
};

kernels::DepthwiseShape depthwiseShape(const at::Tensor& x, std::int64_t before)
{
    const auto outputs = [](std::int64_t side) { return (side + 1) / 2; };
    return {x.size(1), x.size(2), x.size(3), outputs(x.size(2)), outputs(x.size(3)), before};
}

/// Calls work(image) for each image of a batch, in parallel.
template <typename Work> void forEachImage(const at::Tensor& x, Work work)
{
    at::parallel_for(0, x.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t image = begin; image < end; ++image)
            work(image);
    });
}

/// C x 1 x 3 x 3 -> tap by tap, 9 x C.
at::Tensor byTap(const at::Tensor& weight)
{
    return weight.reshape({weight.size(0), 9}).t().contiguous();
}

struct DepthwiseStride2 : torch::autograd::Function<DepthwiseStride2>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, std::int64_t before)
    {
        const at::Tensor x = channelsLast(input);
        const kernels::DepthwiseShape shape = depthwiseShape(x, before);
        const at::Tensor taps = byTap(weight);
        at::Tensor y = at::empty({x.size(0), shape.channels, shape.outputRows, shape.outputColumns},
                                 x.options().memory_format(at::MemoryFormat::ChannelsLast));
        const float* source = x.data_ptr<float>();
        float* target = y.data_ptr<float>();
        forEachImage(x, [&](std::int64_t image) {
            kernels::depthwise(source + image * shape.inputValues(), taps.data_ptr<float>(),
                               target + image * shape.outputValues(), shape);
        });
        context->save_for_backward({x, taps});
        context->saved_data["before"] = before;
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& taps = saved[1];
        const at::Tensor dy = channelsLast(gradients[0]);
        const auto shape = depthwiseShape(x, context->saved_data["before"].toInt());
        at::Tensor dx = at::empty_like(x);
        // One sum an image, added up in order afterwards.
        at::Tensor perImage = at::zeros({x.size(0), 9, shape.channels});
        forEachImage(x, [&](std::int64_t image) {
            const float* upstream = dy.data_ptr<float>() + image * shape.outputValues();
            kernels::depthwiseInputGradient(upstream, taps.data_ptr<float>(),
                                            dx.data_ptr<float>() + image * shape.inputValues(),
                                            shape);
            kernels::depthwiseWeightGradient(
                x.data_ptr<float>() + image * shape.inputValues(), upstream,
                perImage.data_ptr<float>() + image * 9 * shape.channels, shape);
        });
        const at::Tensor dw = perImage.sum(0).t().reshape({shape.channels, 1, 3, 3});
        return {dx, dw, {}};
    }
};

} // namespace

bool canFuse(const at::Tensor& x)
{
    return x.scalar_type() == at::kFloat && x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor normAndClamp(const at::Tensor& x, const NormTensors& norm, bool clamps)
{
    norm.batches.add_(1);
    return NormAndClamp::apply(x, norm.gain, norm.shift, norm.runningMean, norm.runningVariance,
                               norm.momentum, norm.epsilon, clamps);
}

at::Tensor depthwiseStride2(const at::Tensor& x, const at::Tensor& weight, std::int64_t before)
{
    return DepthwiseStride2::apply(x, weight, before);
}

} // namespace ccad
