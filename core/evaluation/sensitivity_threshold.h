// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/package/model_package.h"

namespace ccad {

/// The highest threshold at which at least the share `sensitivity` (0..1, exclusive) of the
/// positive validation images is called positive. Holds no threshold if fewer than
/// positivesNeeded() images are positive or fewer than 10 negative. Intervals are Wilson's.
[[nodiscard]] SensitivityThreshold thresholdForSensitivity(const ValidationScores& scores,
                                                           int positiveClass, double sensitivity);
/// The thresholds for 0.80, 0.90, 0.95 and 0.98.
[[nodiscard]] std::vector<SensitivityThreshold>
sensitivityThresholds(const ValidationScores& scores, int positiveClass);

/// As many positive images as are needed for one of them to be missed; at least 10.
[[nodiscard]] int positivesNeeded(double sensitivity);

/// The threshold that a package gives: in its manifest, or else by the scores of validation images
/// that it keeps. Errors: those of loadModelResults; InvalidArgument for a sensitivity outside
/// 0..1, and where the validation images are too few to say.
[[nodiscard]] Result<SensitivityThreshold> thresholdOfPackage(const QString& packageFolder,
                                                              double sensitivity);

} // namespace ccad
