// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explainer_network.h"
#include "core/explain/torch/internal/torch_bridge_torch.h"
#include "core/network/mobilenet_v2_torch.h"
#include "core/torch/runtime_torch.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Activations and gradients of a layer, both C x h x w, to the map h x w.
at::Tensor combine(SaliencyMethod method, const at::Tensor& activations,
                   const at::Tensor& gradients)
{
    switch (method) {
    case SaliencyMethod::GradCam:
        return (gradients.mean({1, 2}, true) * activations).sum(0).clamp_min(0);
    case SaliencyMethod::LayerCam:
        return (gradients.clamp_min(0) * activations).sum(0).clamp_min(0);
    case SaliencyMethod::HiResCam:
    case SaliencyMethod::Cam:
        break;
    }
    return (gradients * activations).sum(0).clamp_min(0);
}

class TorchExplainer : public ExplainerNetwork
{
public:
    explicit TorchExplainer(const NetworkSpec& spec) : m_network(spec) { }

    [[nodiscard]] Result<void> load(const WeightMap& weights)
    {
        if (auto loaded = loadWeights(m_network, weights); !loaded)
            return loaded;
        m_network.eval();
        for (const at::Tensor& parameter : m_network.parameters())
            parameter.requires_grad_(false);
        return {};
    }

    [[nodiscard]] Result<SaliencyMap> explain(const NetworkInput& input, int classIndex,
                                              SaliencyMethod method,
                                              SaliencyLayer layer) const override
    {
        try {
            useAllCores();
            const auto batch = toBatch({input}, m_network.spec().inputSize);
            if (!batch)
                return batch.error();
            return mapOf(*batch, classIndex, method, layer);
        } catch (const std::exception& failure) {
            return Error{ErrorCode::Internal,
                         u"The saliency map could not be computed: %1"_s.arg(
                             QString::fromUtf8(failure.what())),
                         {}};
        }
    }

private:
    [[nodiscard]] SaliencyMap mapOf(const at::Tensor& x, int classIndex, SaliencyMethod method,
                                    SaliencyLayer layer) const
    {
        const int split
            = layer == SaliencyLayer::Last ? MobileNetV2::lastFeature : MobileNetV2::middleFeature;
        at::Tensor activations;
        {
            const at::NoGradGuard noGrad;
            activations = m_network.features(x, 0, split);
            if (method == SaliencyMethod::Cam) {
                const at::Tensor weight = m_network.denseWeight()[classIndex].view({-1, 1, 1});
                return toSaliencyMap((weight * activations[0]).sum(0).clamp_min(0));
            }
        }
        // Gradients only flow through what lies behind the layer.
        const at::AutoGradMode withGradients(true);
        activations.requires_grad_(true);
        const at::Tensor last
            = m_network.features(activations, split + 1, MobileNetV2::lastFeature);
        const at::Tensor logit = m_network.head(MobileNetV2::pool(last))[0][classIndex];
        const at::Tensor gradients = torch::autograd::grad({logit}, {activations})[0];
        const at::NoGradGuard noGrad;
        return toSaliencyMap(combine(method, activations.detach()[0], gradients[0]));
    }

    MobileNetV2 m_network;
};

} // namespace

Result<std::unique_ptr<ExplainerNetwork>> ccadLoadExplainer(const ModelPackage& package)
{
    try {
        auto network = std::make_unique<TorchExplainer>(package.manifest.network);
        if (auto loaded = network->load(package.weights); !loaded)
            return loaded.error();
        return std::unique_ptr<ExplainerNetwork>(std::move(network));
    } catch (const std::exception& failure) {
        return Error{
            ErrorCode::Internal,
            u"The network could not be set up: %1"_s.arg(QString::fromUtf8(failure.what())),
            package.manifest.name};
    }
}

} // namespace ccad
