// SPDX-License-Identifier: GPL-3.0-or-later
// The shape of the lung network, shared by prediction and training.
#pragma once

#include "core/engine/network_plan.h"
#include "core/weights/network_spec.h"
#include "core/weights/weight_file.h"

#include <QJsonObject>

#include <array>
#include <string>
#include <vector>

namespace ccad {

/// MobileNetV2 down to a sixteenth of the input's side, and a light decoder back up to a quarter of
/// it (after Lin et al. 2017, feature pyramids): at each level a 1x1 convolution of the features is
/// added to the coarser level, each cell of it four times, then a depthwise 3x3 and a 1x1
/// convolution, both with ReLU6. A last 1x1 convolution gives the logit of lung. Batch norm follows
/// each convolution but the last.
struct LungNetworkSpec
{
    /// `features.<n>` of MobileNetV2 that the levels take, from coarse to fine; each has twice the
    /// cells of the one before.
    static constexpr std::array<int, 3> levelFeatures{13, 6, 3};

    NetworkSpec encoder; ///< its head and last layers do not exist
    int decoderChannels = 64;

    bool operator==(const LungNetworkSpec&) const = default;
};

[[nodiscard]] QJsonObject toJson(const LungNetworkSpec& spec);
/// Error: ModelBroken naming the key that is missing, unknown or out of range.
[[nodiscard]] Result<LungNetworkSpec> lungNetworkSpecFromJson(const QJsonObject& json);

/// "decoder.<level>.<part>", of which batch norm and convolution are ".0" and ".1".
[[nodiscard]] std::string decoderName(std::size_t level, const char* part);

/// Every tensor: features.0 .. features.13 as torchvision names them, then decoder.*.
[[nodiscard]] std::vector<TensorShape> tensorsOf(const LungNetworkSpec& spec);

/// A lung network's weights in the engine's form. They must fit the spec.
struct LungNetworkWeights
{
    engine::FoldedWeights layers;
    engine::DecoderWeights decoder;
};
[[nodiscard]] LungNetworkWeights foldedWeights(const LungNetworkSpec& spec,
                                               const WeightMap& weights);

} // namespace ccad
