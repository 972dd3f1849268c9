// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preprocess/preprocessor.h"
#include "core/weights/network_spec.h"
#include "core/weights/weight_file.h"

namespace ccad::test {

/// Weights made from a hash of each tensor's name, the same that tests/golden/network's script
/// makes: they stand in for a trained network without a large file.
[[nodiscard]] WeightMap hashWeights(const NetworkSpec& spec);

/// The input that belongs to these weights: 3 x size x size, within -1..1.
[[nodiscard]] NetworkInput hashInput(int size);

} // namespace ccad::test
