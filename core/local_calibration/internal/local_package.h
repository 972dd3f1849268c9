// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/evaluation.h"
#include "core/package/model_package.h"

namespace ccad {

/// The package with these offsets in the bias of its last layer, temperature and threshold.
/// Severity scores, which hold for the features that stay as they were, are bound to the new
/// weights. Errors: those of SeverityModel::parse.
[[nodiscard]] Result<ModelPackage> withCalibration(ModelPackage package,
                                                   const Calibration& calibration);

/// The licence and the answers to checklists beside a package, which have to go where its weights
/// go. Errors: those of readFile.
[[nodiscard]] Result<std::map<QString, QByteArray>> furtherFilesOf(const QString& folder);

} // namespace ccad
