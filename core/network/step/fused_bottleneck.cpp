// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/step/fused_bottleneck_torch.h"
#include "core/network/step/internal/backward.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/tensor.h>
#include <torch/csrc/autograd/custom_function.h>

namespace ccad {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

bottleneck::NormWeights normWeights(const at::Tensor& gain, const at::Tensor& shift, double epsilon)
{
    return {gain.data_ptr<float>(), shift.data_ptr<float>(), epsilon};
}

/// Positions of a step's tensors in the list that is kept for the backward pass.
enum Kept
{
    Input,
    Expand,
    ExpandGain,
    ExpandShift,
    Depthwise,
    DepthwiseGain,
    DepthwiseShift,
    Project,
    KeptCount
};

bottleneck::Weights weightsOf(const variable_list& kept, double epsilon)
{
    bottleneck::Weights weights;
    if (kept[Expand].numel() > 0) {
        weights.expand = kept[Expand].data_ptr<float>();
        weights.expandNorm = normWeights(kept[ExpandGain], kept[ExpandShift], epsilon);
    }
    weights.depthwise = kept[Depthwise].data_ptr<float>();
    weights.depthwiseNorm = normWeights(kept[DepthwiseGain], kept[DepthwiseShift], epsilon);
    weights.project = kept[Project].data_ptr<float>();
    return weights;
}

/// The state that the forward pass leaves to the backward pass.
struct State : torch::CustomClassHolder
{
    State(const bottleneck::Shape& shape, const bottleneck::Kernels& kernels, double theEpsilon)
        : forward(shape, kernels), epsilon(theEpsilon)
    {
    }
    bottleneck::Forward forward;
    double epsilon;
};

bottleneck::Shape shapeOf(const variable_list& kept, int stride, int before)
{
    const at::Tensor& x = kept[Input];
    const auto size = [](const at::Tensor& tensor, int dimension) {
        return static_cast<int>(tensor.size(dimension));
    };
    bottleneck::Shape shape;
    shape.images = size(x, 0);
    shape.inputs = size(x, 1);
    shape.rows = size(x, 2);
    shape.columns = size(x, 3);
    shape.hidden = size(kept[Depthwise], 0);
    shape.outputs = size(kept[Project], 0);
    shape.stride = stride;
    shape.before = before;
    shape.expands = kept[Expand].numel() > 0;
    return shape;
}

at::Tensor gradientLike(const at::Tensor& weight)
{
    return weight.numel() > 0 ? at::empty_like(weight) : at::Tensor();
}

float* valuesOf(const at::Tensor& gradient)
{
    return gradient.defined() ? gradient.data_ptr<float>() : nullptr;
}

struct ExpandFilterProject : torch::autograd::Function<ExpandFilterProject>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& expand, const at::Tensor& expandGain,
                              const at::Tensor& expandShift, const at::Tensor& depthwise,
                              const at::Tensor& depthwiseGain, const at::Tensor& depthwiseShift,
                              const at::Tensor& project, const c10::intrusive_ptr<State>& state)
    {
        const variable_list kept{x.contiguous(at::MemoryFormat::ChannelsLast),
                                 expand,
                                 expandGain,
                                 expandShift,
                                 depthwise,
                                 depthwiseGain,
                                 depthwiseShift,
                                 project};
        const bottleneck::Shape& shape = state->forward.shape();
        at::Tensor y = at::empty({shape.images, shape.outputs, shape.outRows(), shape.outColumns()},
                                 x.options().memory_format(at::MemoryFormat::ChannelsLast));
        state->forward.run(kept[Input].data_ptr<float>(), weightsOf(kept, state->epsilon),
                           y.data_ptr<float>());
        context->save_for_backward(kept);
        context->saved_data["state"] = c10::IValue::make_capsule(state);
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const variable_list kept = context->get_saved_variables();
        const auto state
            = c10::static_intrusive_pointer_cast<State>(context->saved_data["state"].toCapsule());
        context->saved_data.clear(); // the largest block of a step, free for the layers before
        variable_list result(KeptCount + 1);
        for (std::size_t i = 0; i < KeptCount; ++i)
            result[i] = gradientLike(kept[i]);
        const at::Tensor dy = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        bottleneck::Gradients targets;
        targets.input = valuesOf(result[Input]);
        targets.expand = valuesOf(result[Expand]);
        targets.expandGain = valuesOf(result[ExpandGain]);
        targets.expandShift = valuesOf(result[ExpandShift]);
        targets.depthwise = valuesOf(result[Depthwise]);
        targets.depthwiseGain = valuesOf(result[DepthwiseGain]);
        targets.depthwiseShift = valuesOf(result[DepthwiseShift]);
        targets.project = valuesOf(result[Project]);
        bottleneck::Backward(state->forward, weightsOf(kept, state->epsilon),
                             kept[Input].data_ptr<float>())
            .run(dy.data_ptr<float>(), targets);
        return result;
    }
};

/// Updates as Torch does: the running variance takes the unbiased one.
void updateStatistics(const NormTensors& norm, const bottleneck::NormState& state,
                      std::int64_t cells)
{
    const at::NoGradGuard noGrad;
    const std::int64_t channels = norm.runningMean.size(0);
    const auto tensorOf = [&](const std::vector<float>& values) {
        return at::tensor(at::ArrayRef<float>(values.data(), static_cast<std::size_t>(channels)));
    };
    const double unbiased = static_cast<double>(cells) / static_cast<double>(cells - 1);
    norm.runningMean.lerp_(tensorOf(state.mean), norm.momentum);
    norm.runningVariance.lerp_(tensorOf(state.variance) * unbiased, norm.momentum);
    norm.batches.add_(1);
}

} // namespace

bool hasFusedBottleneck()
{
    return bottleneck::kernelsForThisProcessor() != nullptr;
}

const char* fusedBottleneckKernels()
{
    const bottleneck::Kernels* kernels = bottleneck::kernelsForThisProcessor();
    if (kernels == nullptr)
        return "torch";
    return kernels == bottleneck::avx512Kernels() ? "avx512" : "avx2";
}

at::Tensor expandFilterProject(const at::Tensor& x, const BottleneckLayers& layers)
{
    const bool expands = layers.expand.defined();
    const at::Tensor none = at::empty({0}); // Torch's functions take no undefined tensor
    const at::Tensor expand = expands ? layers.expand : none;
    const NormTensors& expandNorm = layers.expandNorm;
    const NormTensors& depthwiseNorm = layers.depthwiseNorm;
    const bottleneck::Shape shape
        = shapeOf({x, expand, none, none, layers.depthwise, none, none, layers.project},
                  layers.stride, layers.before);
    const auto state = c10::make_intrusive<State>(shape, *bottleneck::kernelsForThisProcessor(),
                                                  depthwiseNorm.epsilon);
    at::Tensor y = ExpandFilterProject::apply(
        x, expand, expands ? expandNorm.gain : none, expands ? expandNorm.shift : none,
        layers.depthwise, depthwiseNorm.gain, depthwiseNorm.shift, layers.project, state);
    if (expands)
        updateStatistics(expandNorm, state->forward.expandNorm(), shape.cells());
    updateStatistics(depthwiseNorm, state->forward.depthwiseNorm(), shape.outCells());
    return y;
}

} // namespace ccad
