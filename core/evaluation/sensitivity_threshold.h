// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/package/model_package.h"

namespace ccad {

/// The highest threshold from which at least that share of the positive validation images is called
/// positive (their sensitivity, 0..1, exclusive). Without a threshold where fewer than
/// positivesNeeded() images are positive or fewer than 10 negative. Intervals are Wilson's.
[[nodiscard]] SensitivityThreshold thresholdForSensitivity(const ValidationScores& scores,
                                                           int positiveClass, double sensitivity);
/// That of 0.80, 0.90, 0.95 and 0.98.
[[nodiscard]] std::vector<SensitivityThreshold>
sensitivityThresholds(const ValidationScores& scores, int positiveClass);

/// As many as are needed for one of them to be missed; at least 10.
[[nodiscard]] int positivesNeeded(double sensitivity);

/// What a package says: its manifest, or else the scores of validation images that it keeps.
/// Errors: those of loadModelResults; InvalidArgument for a sensitivity outside 0..1, and where the
/// validation images are too few to say.
[[nodiscard]] Result<SensitivityThreshold> thresholdOfPackage(const QString& packageFolder,
                                                              double sensitivity);

} // namespace ccad
