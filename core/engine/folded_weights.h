// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/network_plan.h"
#include "core/weights/weight_file.h"

#include <string>

namespace ccad {

/// The convolution named `convolution` with the batch norm named `norm` folded into it. With the
/// norm's weight g, bias b, running mean m and running variance v:
///   w' = w g / sqrt(v + epsilon)
///   b' = b - m g / sqrt(v + epsilon)
/// The tensors must be there, with shapes that fit.
[[nodiscard]] engine::Convolution foldedConvolution(const WeightMap& weights,
                                                    const std::string& convolution,
                                                    const std::string& norm, double epsilon);

/// The first convolution of a MobileNetV2 and its first `count` bottlenecks: features.0 ..
/// features.<count>.
[[nodiscard]] engine::FoldedWeights foldedBottlenecks(const NetworkSpec& spec,
                                                      const WeightMap& weights, std::size_t count);

/// A whole MobileNetV2, folded. The weights must fit the spec (checkWeights).
[[nodiscard]] engine::FoldedWeights foldedWeights(const NetworkSpec& spec,
                                                  const WeightMap& weights);

} // namespace ccad
