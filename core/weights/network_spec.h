// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <string>
#include <vector>

namespace ccad {

/// How stride-2 convolutions pad. TfSame: 0 at the top and left, 1 at the bottom and right at even
/// sizes (TensorFlow's "same"); Torch: 1 all round (torchvision).
enum class Padding
{
    TfSame,
    Torch
};

/// The free parameters of a MobileNetV2 (Sandler et al. 2018).
struct NetworkSpec
{
    double widthMultiplier = 1.0;
    int inputSize = 224; ///< pixels, square, a multiple of 32
    Padding padding = Padding::TfSame;
    double batchNormEpsilon = 1e-3;
    double dropout = 0.3; ///< before the head, in training only
    int classes = 2;

    bool operator==(const NetworkSpec&) const = default;
};

[[nodiscard]] QJsonObject toJson(const NetworkSpec& spec);
/// Error: InvalidArgument naming the key that is missing, unknown or out of range.
[[nodiscard]] Result<NetworkSpec> networkSpecFromJson(const QJsonObject& json);

/// One inverted residual of the network: expansion t, channels in and out, stride.
struct BottleneckShape
{
    int expansion = 1;
    int inputChannels = 0;
    int outputChannels = 0;
    int stride = 1;
};

/// All channel counts that follow from a width multiplier.
struct NetworkShape
{
    int stemChannels = 32;
    std::vector<BottleneckShape> bottlenecks; ///< 17, torchvision's features.1 .. features.17
    int featureChannels = 1280; ///< of the last convolution, hence length of the feature vector
};

[[nodiscard]] NetworkShape shapeOf(const NetworkSpec& spec);

/// A tensor that a network of this spec has, named as torchvision names it.
struct TensorShape
{
    std::string name;
    std::vector<std::int64_t> shape;
    bool operator==(const TensorShape&) const = default;
};

/// Every tensor of the network in order: features.* (weights, batch-norm weight, bias, running mean
/// and variance), then classifier.1.weight and classifier.1.bias.
[[nodiscard]] std::vector<TensorShape> tensorsOf(const NetworkSpec& spec);

/// Number of values in the extractor (features.*) and the head, running statistics counted.
struct ParameterCount
{
    std::int64_t extractor = 0;
    std::int64_t head = 0;
};
[[nodiscard]] ParameterCount parameterCount(const NetworkSpec& spec);

/// The model summary of Ragab et al. 2022, Figure 2, as text.
[[nodiscard]] QString modelSummary(const NetworkSpec& spec, bool extractorFrozen);

} // namespace ccad
