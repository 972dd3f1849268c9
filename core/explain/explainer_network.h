// SPDX-License-Identifier: GPL-3.0-or-later
// What libccad_torch implements for an Explainer (core/torch/torch_module.h).
#pragma once

#include "core/explain/explainer.h"

namespace ccad {

/// A network with its backward pass. Safe to use from several threads at once.
class ExplainerNetwork
{
public:
    virtual ~ExplainerNetwork() = default;

    /// The raw map. The caller has checked that the class exists and that the layer has the method.
    /// Errors: InvalidArgument (wrong input shape), Internal.
    [[nodiscard]] virtual Result<SaliencyMap> explain(const NetworkInput& input, int classIndex,
                                                      SaliencyMethod method,
                                                      SaliencyLayer layer) const = 0;
};

extern "C" {
/// Error: ModelBroken when the weights do not fit the manifest.
Result<std::unique_ptr<ExplainerNetwork>> ccadLoadExplainer(const ModelPackage& package);
}

} // namespace ccad
