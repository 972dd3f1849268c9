// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/weights/network_spec.h"
#include "core/weights/weight_file.h"

#include <vector>

namespace ccad {

/// Reads the safetensors file of a package, of at most 1 GiB; its checksum (64 hexadecimal digits)
/// is compared before anything in it is looked at. Errors: ModelBroken when it differs, those of
/// readFile and parseSafetensors.
[[nodiscard]] Result<WeightMap> readCheckedWeights(const QString& path,
                                                   const QString& expectedSha256);

/// Checks that the map holds exactly these tensors. Error: ModelBroken naming the first missing,
/// surplus, misshapen or non-finite one.
[[nodiscard]] Result<void> checkTensors(const WeightMap& weights,
                                        const std::vector<TensorShape>& expected);

} // namespace ccad
