// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <map>
#include <tuple>

namespace ccad {

/// A training's data, as the card and the manifest's provenance describe them.
struct DataSummary
{
    QString fingerprint; ///< datasetFingerprint
    bool knowsPatients = false;
    /// Images by {side, source, class}; side is "training", "validation" or "test".
    std::map<std::tuple<QString, QString, QString>, int> images;
    std::map<QString, int> licenses; ///< images by licence, "not stated" where unknown
};

[[nodiscard]] DataSummary summarise(const Dataset& dataset, const PatientSplit& split);

/// Data, split, recipe, seed, curves and results as the manifest stores them. The results are as in
/// metrics_json.h: "test" and "outside", each with "by_source".
[[nodiscard]] QJsonObject provenanceOf(const TrainingRequest& request, const DataSummary& data,
                                       const TrainingOutcome& outcome);

/// A sentence on how the model did on images of other origin, or empty.
[[nodiscard]] QString outsideSentence(const TrainingOutcome& outcome,
                                      const ModelManifest& manifest);

/// MODEL_CARD.md: what the model is, what it learned from, how well it does and what it cannot do.
/// Its figures are those of the manifest's provenance, which must be filled in.
[[nodiscard]] QString modelCard(const TrainingRequest& request, const DataSummary& data,
                                const TrainingOutcome& outcome);

} // namespace ccad
