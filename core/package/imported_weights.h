// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/package/model_package.h"

#include <QString>

namespace ccad {

/// A package made of a weight file (safetensors or .pth), meant as base weights for training.
///
/// Width and number of classes follow from the tensors' shapes. Padding, epsilon and the range of
/// the input come from the safetensors metadata `padding`, `bn_eps` and `input_range`; without them
/// torchvision's are assumed (padding 1 all round, 1e-5, and the range that its normalisation gives
/// a grey picture on average over the three colours). Classes are named class_0, class_1, ...
/// Errors: those of readForeignWeights; FileBroken naming the tensor that fits no MobileNetV2, or
/// the metadata that is not understood.
[[nodiscard]] Result<ModelPackage> importWeightFile(const QString& path);
/// The same with what that file holds.
[[nodiscard]] Result<ModelPackage> packageOfWeights(WeightMap weights, const QString& path);

/// A package folder or a weight file, whichever `path` is. Errors: those of loadModelPackage and
/// importWeightFile.
[[nodiscard]] Result<ModelPackage> loadPackageOrWeights(const QString& path);

} // namespace ccad
