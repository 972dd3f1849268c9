// SPDX-License-Identifier: GPL-3.0-or-later
// The network that learns, for explain and training. Shows tensors, but none of Torch's modules,
// whose headers take a compiler many seconds (mobilenet_v2_modules_torch.h).
#pragma once

#include "core/weights/network_spec.h"
#include "core/weights/weight_file.h"

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace torch::serialize {
class InputArchive;
class OutputArchive;
} // namespace torch::serialize

namespace ccad {

class MobileNetV2Modules;

/// MobileNetV2 (Sandler et al. 2018) with torchvision's parameter names. A handle: copies are the
/// same network, and equal.
class MobileNetV2
{
public:
    /// None yet; only to be assigned to.
    MobileNetV2(std::nullptr_t) { }
    /// With random weights.
    explicit MobileNetV2(const NetworkSpec& spec);
    explicit MobileNetV2(std::shared_ptr<MobileNetV2Modules> modules)
        : m_modules(std::move(modules))
    {
    }
    friend bool operator==(const MobileNetV2&, const MobileNetV2&) = default;

    [[nodiscard]] const NetworkSpec& spec() const;

    /// Activations after features.<last>, from features.<first>; 0 <= first <= last <= 18.
    [[nodiscard]] at::Tensor features(at::Tensor x, int first, int last) const;
    /// x: N x 3 x S x S -> N x 1280 x S/32 x S/32.
    [[nodiscard]] at::Tensor features(const at::Tensor& x) const
    {
        return features(x, 0, lastFeature);
    }
    /// Mean over the cells: N x C x h x w -> N x C.
    [[nodiscard]] static at::Tensor pool(const at::Tensor& activations)
    {
        return activations.mean({2, 3});
    }
    /// N x 1280 -> N x classes; dropout only in training mode.
    [[nodiscard]] at::Tensor head(const at::Tensor& pooled) const;
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const { return head(pool(features(x))); }

    [[nodiscard]] std::vector<at::Tensor> parameters() const;
    /// Weight, classes x 1280, and bias of the dense layer; they share storage with the network.
    [[nodiscard]] at::Tensor denseWeight() const;
    [[nodiscard]] at::Tensor denseBias() const;

    void train();
    void eval();
    /// Puts batch norm alone into evaluation mode: it keeps its running statistics.
    void freezeStatistics();
    void to(at::ScalarType type);

    /// All of the network, or its dense layer. Throw what Torch throws.
    void save(torch::serialize::OutputArchive& archive) const;
    void load(torch::serialize::InputArchive& archive);
    void saveDense(torch::serialize::OutputArchive& archive) const;
    void loadDense(torch::serialize::InputArchive& archive);

    /// Parameters and running statistics by their torchvision names; they share storage with the
    /// network.
    [[nodiscard]] std::vector<std::pair<std::string, at::Tensor>> namedTensors() const;

    static constexpr int lastFeature = 18;
    /// Last layer before the final stride: S/16 cells a side.
    static constexpr int middleFeature = 13;

private:
    std::shared_ptr<MobileNetV2Modules> m_modules;
};

/// Copies the tensors of the map into the network. Error: ModelBroken naming the tensor.
[[nodiscard]] Result<void> loadWeights(MobileNetV2& network, const WeightMap& weights);

/// Only features.*; the head is left as it is. For base weights with another number of classes.
[[nodiscard]] Result<void> loadExtractorWeights(MobileNetV2& network, const WeightMap& weights);

/// A copy of all parameters and running statistics.
[[nodiscard]] WeightMap weightsOf(const MobileNetV2& network);

} // namespace ccad
