// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/package/model_package.h"

#include <QJsonObject>

namespace ccad {

/// Seed and number of draws of every bootstrap interval in metrics.json.
constexpr std::uint64_t bootstrapSeed = 1;
constexpr int bootstrapDraws = 2000;

/// The figures of scored images, as in the command-line contract. The predicted class is the most
/// probable one; unknown figures are null. The keys:
///
///   n, n_patients        images without a patient's key count as one patient each
///   classes
///   accuracy             with accuracy_low and _high by Wilson, and accuracy_patient_low and _high
///                        by bootstrap over patients
///   ece                  calibration error, with ece_patient_low and _high
///   ece_uncalibrated     without the model's temperature, with the same two bounds
///   confusion            rows true, columns predicted
///   per_class            n, auc (auc_low and _high by DeLong, auc_patient_low and _high by
///                        bootstrap), sensitivity, specificity, precision, f1, average_precision,
///                        threshold, at_threshold, at_sensitivity
///   prediction_sets      of a model that has them: promised_coverage, and as shares with Wilson's
///                        intervals coverage, coverage_per_class, single (sets of one class), none
///                        (empty sets), single_wrong (share of the single sets that are wrong)
///
/// Only the positive class has a threshold, the model's; threshold and at_threshold are null for
/// the others. at_threshold holds sensitivity and specificity, with Wilson's intervals, when that
/// class is called from the threshold up. at_sensitivity, of that class alone, is an array with the
/// same two figures for each of the manifest's operatingPoints that has a threshold, beside
/// target_sensitivity and threshold.
[[nodiscard]] QJsonObject metricsJson(const std::vector<ScoredItem>& items,
                                      const ModelManifest& manifest);

/// metricsJson of the images of each group, or of each source where no image names a group; empty
/// where neither is known. Images without a group or source count as "unknown".
[[nodiscard]] QJsonObject metricsByGroup(const std::vector<ScoredItem>& items,
                                         const ModelManifest& manifest);

} // namespace ccad
