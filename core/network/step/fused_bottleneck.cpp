// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/step/fused_bottleneck_torch.h"
#include "core/network/step/internal/backward.h"

namespace ccad {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

bottleneck::NormWeights normWeights(const torch::Tensor& gain, const torch::Tensor& shift,
                                    double epsilon)
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
    const torch::Tensor& x = kept[Input];
    const auto size = [](const torch::Tensor& tensor, int dimension) {
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

torch::Tensor gradientLike(const torch::Tensor& weight)
{
    return weight.numel() > 0 ? torch::empty_like(weight) : torch::Tensor();
}

float* valuesOf(const torch::Tensor& gradient)
{
    return gradient.defined() ? gradient.data_ptr<float>() : nullptr;
}

struct ExpandFilterProject : torch::autograd::Function<ExpandFilterProject>
{
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& expand, const torch::Tensor& expandGain,
                                 const torch::Tensor& expandShift, const torch::Tensor& depthwise,
                                 const torch::Tensor& depthwiseGain,
                                 const torch::Tensor& depthwiseShift, const torch::Tensor& project,
                                 const c10::intrusive_ptr<State>& state)
    {
        const variable_list kept{x.contiguous(torch::MemoryFormat::ChannelsLast),
                                 expand,
                                 expandGain,
                                 expandShift,
                                 depthwise,
                                 depthwiseGain,
                                 depthwiseShift,
                                 project};
        const bottleneck::Shape& shape = state->forward.shape();
        torch::Tensor y
            = torch::empty({shape.images, shape.outputs, shape.outRows(), shape.outColumns()},
                           x.options().memory_format(torch::MemoryFormat::ChannelsLast));
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
        const torch::Tensor dy = gradients[0].contiguous(torch::MemoryFormat::ChannelsLast);
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
void updateStatistics(torch::nn::BatchNorm2d& norm, const bottleneck::NormState& state,
                      std::int64_t cells)
{
    const torch::NoGradGuard noGrad;
    const std::int64_t channels = norm->running_mean.size(0);
    const auto tensorOf = [&](const std::vector<float>& values) {
        return torch::tensor(
            at::ArrayRef<float>(values.data(), static_cast<std::size_t>(channels)));
    };
    const double momentum = norm->options.momentum().value_or(0.1);
    const double unbiased = static_cast<double>(cells) / static_cast<double>(cells - 1);
    norm->running_mean.lerp_(tensorOf(state.mean), momentum);
    norm->running_var.lerp_(tensorOf(state.variance) * unbiased, momentum);
    norm->num_batches_tracked.add_(1);
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

torch::Tensor expandFilterProject(const torch::Tensor& x, BottleneckLayers& layers)
{
    const bool expands = layers.expand.defined();
    const torch::Tensor none = torch::empty({0}); // Torch's functions take no undefined tensor
    const torch::Tensor expand = expands ? layers.expand : none;
    const bottleneck::Shape shape
        = shapeOf({x, expand, none, none, layers.depthwise, none, none, layers.project},
                  layers.stride, layers.before);
    const auto state = c10::make_intrusive<State>(shape, *bottleneck::kernelsForThisProcessor(),
                                                  layers.depthwiseNorm->options.eps());
    torch::Tensor y = ExpandFilterProject::apply(
        x, expand, expands ? layers.expandNorm->weight : none,
        expands ? layers.expandNorm->bias : none, layers.depthwise, layers.depthwiseNorm->weight,
        layers.depthwiseNorm->bias, layers.project, state);
    if (expands)
        updateStatistics(layers.expandNorm, state->forward.expandNorm(), shape.cells());
    updateStatistics(layers.depthwiseNorm, state->forward.depthwiseNorm(), shape.outCells());
    return y;
}

} // namespace ccad
