// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explainer.h"

#include "core/inference/finding.h"
#include "core/inference/torch_bridge_torch.h"
#include "core/model/mobilenet_v2_torch.h"
#include "core/model/runtime.h"

namespace ccad {

namespace {

/// Activations and gradients of a layer, both C x h x w, to the map h x w.
torch::Tensor combine(SaliencyMethod method, const torch::Tensor& activations,
                      const torch::Tensor& gradients)
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

} // namespace

class Explainer::Impl
{
public:
    explicit Impl(const NetworkSpec& spec) : network(spec) { }

    [[nodiscard]] SaliencyMap explain(const torch::Tensor& x, int classIndex, SaliencyMethod method,
                                      SaliencyLayer layer)
    {
        const int split = layer == SaliencyLayer::Last ? MobileNetV2Impl::lastFeature
                                                       : MobileNetV2Impl::middleFeature;
        torch::Tensor activations;
        {
            const torch::NoGradGuard noGrad;
            activations = network->features(x, 0, split);
            if (method == SaliencyMethod::Cam) {
                const torch::Tensor weight = network->dense()->weight[classIndex].view({-1, 1, 1});
                return toSaliencyMap((weight * activations[0]).sum(0).clamp_min(0));
            }
        }
        // Gradients only flow through what lies behind the layer.
        const torch::AutoGradMode withGradients(true);
        activations.requires_grad_(true);
        const torch::Tensor last
            = network->features(activations, split + 1, MobileNetV2Impl::lastFeature);
        const torch::Tensor logit = network->head(MobileNetV2Impl::pool(last))[0][classIndex];
        const torch::Tensor gradients = torch::autograd::grad({logit}, {activations})[0];
        const torch::NoGradGuard noGrad;
        return toSaliencyMap(combine(method, activations.detach()[0], gradients[0]));
    }

    MobileNetV2 network;
};

Explainer::Explainer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }

Explainer::~Explainer() = default;

Result<std::unique_ptr<Explainer>> Explainer::create(const ModelPackage& package)
{
    try {
        auto impl = std::make_unique<Impl>(package.manifest.network);
        if (auto loaded = loadWeights(impl->network, package.weights); !loaded)
            return loaded.error();
        impl->network->eval();
        for (torch::Tensor& parameter : impl->network->parameters())
            parameter.requires_grad_(false);
        return std::unique_ptr<Explainer>(new Explainer(std::move(impl)));
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Internal,
                     QStringLiteral("The network could not be set up: %1")
                         .arg(QString::fromUtf8(failure.what())),
                     package.manifest.name};
    }
}

Result<SaliencyMap> Explainer::explain(const NetworkInput& input, int classIndex,
                                       SaliencyMethod method, SaliencyLayer layer) const
{
    const NetworkSpec& spec = m_impl->network->spec();
    if (classIndex < 0 || classIndex >= spec.classes)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("The model has no class number %1.").arg(classIndex),
                     {}};
    if (method == SaliencyMethod::Cam && layer == SaliencyLayer::Middle)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("The class-activation map exists at the last layer only."),
                     {}};
    try {
        useAllCores();
        auto batch = toBatch({input}, spec.inputSize);
        if (!batch)
            return batch.error();
        return m_impl->explain(*batch, classIndex, method, layer);
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Internal,
                     QStringLiteral("The saliency map could not be computed: %1")
                         .arg(QString::fromUtf8(failure.what())),
                     {}};
    }
}

Result<PlacedMap> Explainer::explain(const Radiograph& radiograph, const PreprocessSpec& spec,
                                     int classIndex, SaliencyMethod method,
                                     SaliencyLayer layer) const
{
    const NetworkInput input = Preprocessor(spec)(radiograph);
    const auto map = explain(input, classIndex, method, layer);
    if (!map)
        return map.error();
    return PlacedMap{normalised(*map), windowOf(input)};
}

} // namespace ccad
