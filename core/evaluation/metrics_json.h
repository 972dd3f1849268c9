// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/package/model_package.h"

#include <QJsonObject>

namespace ccad {

/// Seed and number of draws of every bootstrap interval in metrics.json.
constexpr std::uint64_t bootstrapSeed = 1;
constexpr int bootstrapDraws = 2000;

/// The figures of scored images, as in the command-line contract: n, classes, accuracy, ece,
/// confusion (rows true, columns predicted), per_class (auc, auc_low and auc_high by DeLong,
/// sensitivity, specificity, precision, f1, threshold), where the predicted class is the most
/// probable one. Unknown figures are null. Further keys: n_patients (images without a key count one
/// each); accuracy_low and accuracy_high by Wilson; accuracy_patient_low, accuracy_patient_high,
/// ece_patient_low, ece_patient_high and per class auc_patient_low, auc_patient_high by bootstrap
/// over patients; ece_uncalibrated, the calibration error without the model's temperature, with the
/// same two bounds; per class n and average_precision.
///
/// The threshold is the model's for the positive class and null for the others, which have none.
/// at_threshold, null for the others too, holds sensitivity and specificity when that class is
/// called from the threshold up, with Wilson's intervals. at_sensitivity, an array, holds the same
/// for each of the manifest's operatingPoints that has a threshold, beside target_sensitivity and
/// threshold. Of a model with prediction sets, prediction_sets holds promised_coverage, and as
/// shares with Wilson's intervals: coverage, coverage_per_class, single (sets of one class), none
/// (empty sets) and single_wrong (sets of one class that is not the true one, among those of one).
[[nodiscard]] QJsonObject metricsJson(const std::vector<ScoredItem>& items,
                                      const ModelManifest& manifest);

/// metricsJson of the images of each group, or of each source where no image names a group; empty
/// where neither is known. Images without a group or source count as "unknown".
[[nodiscard]] QJsonObject metricsByGroup(const std::vector<ScoredItem>& items,
                                         const ModelManifest& manifest);

} // namespace ccad
