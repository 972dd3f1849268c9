// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/inference/saliency_map.h"
#include "core/package/model_package.h"
#include "core/preprocess/preprocessor.h"

#include <memory>

namespace ccad {

/// Ways to ask a network where it looked. With A the activations of a layer, k its channels, and
/// G the gradient of the class's logit with respect to A:
// clang-format off
/// Cam       (Zhou et al. 2016)         max(0, sum_k w_k A_k), w the head's weights; last layer only
/// GradCam   (Selvaraju et al. 2017)    max(0, sum_k mean(G_k) A_k)
/// HiResCam  (Draelos and Carin 2020)   max(0, sum_k G_k A_k)
/// LayerCam  (Jiang et al. 2021)        max(0, sum_k max(0, G_k) A_k)
// clang-format on
enum class SaliencyMethod
{
    Cam,
    GradCam,
    HiResCam,
    LayerCam
};

/// Last: output of the last convolution block (features.18), 7x7 cells at 224 px. Middle: output of
/// the last bottleneck before the final stride (features.13), 14x14 cells.
enum class SaliencyLayer
{
    Last,
    Middle
};

class ExplainerNetwork;

/// Computes saliency maps that need a backward pass. Safe to use from several threads at once. The
/// first Explainer of a process loads Torch, which takes some half a second.
class Explainer
{
public:
    /// Errors: ModelBroken when the weights do not fit the manifest; Internal without Torch.
    [[nodiscard]] static Result<std::unique_ptr<Explainer>> create(const ModelPackage& package);
    ~Explainer();

    /// The raw map (before normalisation, after the outer max(0, .)). Error: InvalidArgument (wrong
    /// input shape, class out of range, Cam at the middle layer), Internal.
    [[nodiscard]] Result<SaliencyMap> explain(const NetworkInput& input, int classIndex,
                                              SaliencyMethod method, SaliencyLayer layer) const;

    /// The map of a radiograph, ready to be drawn. Errors: those of the other explain().
    [[nodiscard]] Result<PlacedMap> explain(const Radiograph& radiograph,
                                            const Preprocessor& preprocessor, int classIndex,
                                            SaliencyMethod method, SaliencyLayer layer) const;

private:
    Explainer(int classes, std::unique_ptr<ExplainerNetwork> network);

    int m_classes;
    std::unique_ptr<ExplainerNetwork> m_network;
};

} // namespace ccad
