// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explainer.h"

#include "core/explain/explainer_network.h"
#include "core/inference/finding.h"
#include "core/torch/torch_module.h"

using namespace Qt::StringLiterals;

namespace ccad {

Explainer::Explainer(int classes, std::unique_ptr<ExplainerNetwork> network)
    : m_classes(classes), m_network(std::move(network))
{
}

Explainer::~Explainer() = default;

Result<std::unique_ptr<Explainer>> Explainer::create(const ModelPackage& package)
{
    const auto load = torchFunction<decltype(ccadLoadExplainer)>("ccadLoadExplainer");
    if (!load)
        return load.error();
    auto network = load->call(package);
    if (!network)
        return network.error();
    return std::unique_ptr<Explainer>(
        new Explainer(package.manifest.network.classes, std::move(*network)));
}

Result<SaliencyMap> Explainer::explain(const NetworkInput& input, int classIndex,
                                       SaliencyMethod method, SaliencyLayer layer) const
{
    if (classIndex < 0 || classIndex >= m_classes)
        return Error{
            ErrorCode::InvalidArgument, u"The model has no class number %1."_s.arg(classIndex), {}};
    if (method == SaliencyMethod::Cam && layer == SaliencyLayer::Middle)
        return Error{ErrorCode::InvalidArgument,
                     u"The class-activation map exists at the last layer only."_s,
                     {}};
    return m_network->explain(input, classIndex, method, layer);
}

Result<PlacedMap> Explainer::explain(const Radiograph& radiograph, const Preprocessor& preprocessor,
                                     int classIndex, SaliencyMethod method,
                                     SaliencyLayer layer) const
{
    const NetworkInput input = preprocessor(radiograph);
    const auto map = explain(input, classIndex, method, layer);
    if (!map)
        return map.error();
    return PlacedMap{normalised(*map), windowOf(input)};
}

} // namespace ccad
