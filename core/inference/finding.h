// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"
#include "core/inference/classifier.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace ccad {

/// Wall-clock times of one analysis.
struct Timings
{
    double decodeMs = 0;
    double preprocessMs = 0;
    double inferMs = 0;
    double explainMs = 0;
    double totalMs = 0;

    /// Says how long the file took to read, which is then part of the total.
    void addDecoding(double milliseconds);
    /// Says how long drawing a map took, which is then part of the total.
    void addDrawing(double milliseconds);
};

/// What CCAD says of one radiograph.
struct Finding
{
    enum class Status
    {
        Ok,
        Refused
    };

    Status status = Status::Ok;
    /// Why it was refused, by its own tags or by the model's gate: a sentence; empty when Ok.
    QString reason;
    /// Absent where the model has no gate, or was not asked since the file's tags refuse it. Its
    /// reasons are among `reason` or `warnings`.
    std::optional<GateDecision> gate;
    /// Whole sentences: a model with a red audit, lateral view, age below the model's range, a
    /// picture unlike the training images, notes of the reader.
    QStringList warnings;
    /// The notes of the reader alone, with their codes; their sentences are among the warnings,
    /// too.
    ReaderNotes notes;

    int label = -1; ///< index of the most probable class
    std::vector<float> probabilities; ///< calibrated, in the order of the manifest's classes
    bool positive = false; ///< probability of the positive class is at least the threshold
    /// Which classes remain possible (core/statistics/prediction_sets.h), as indices; absent where
    /// the package has no prediction sets, and for a refused picture, of which nothing is promised.
    std::optional<std::vector<int>> possible;
    PlacedMap map; ///< class-activation map of the label's class
    /// Those of all classes, raw, over the same part of the radiograph.
    std::vector<SaliencyMap> classMaps;
    /// Research output: only if the package has severity scores, and the label is the positive
    /// class of a picture that was not refused. To be shown on request alone.
    std::vector<SeverityEstimate> severity;

    QString modelName;
    QString modelVersion;
    QString modelSha256;
    Timings timings;
};

/// Classifies a decoded radiograph. A refused one (by its own tags or the gate) still gets
/// probabilities, with the status and reason set. decodeMs is left 0. Errors: those of
/// Classifier::predict.
[[nodiscard]] Result<Finding> analyse(const Radiograph& radiograph, const Classifier& classifier);
/// analyse() for a picture that was read at a reduced size, as a batch reads it.
[[nodiscard]] Result<Finding> analyse(const ReducedRadiograph& reduced,
                                      const Classifier& classifier);

/// analyse() for an input that was prepared elsewhere, on the calling thread alone: for a batch
/// that keeps each core busy with a file of its own. The radiograph's pixels are not looked at.
[[nodiscard]] Result<Finding> analyseOnThisThread(const Radiograph& radiograph,
                                                  const NetworkInput& input,
                                                  const Classifier& classifier);

/// The finding of that classifier's prediction on that input of that radiograph (whose pixels are
/// not looked at). All timings are left 0.
[[nodiscard]] Finding findingOf(const Radiograph& radiograph, const NetworkInput& input,
                                const Prediction& prediction, const Classifier& classifier);

/// The part of a map over the input that the radiograph covers.
[[nodiscard]] MapWindow windowOf(const NetworkInput& input);

/// Sentences on tags of the file that make the model's answer less certain.
[[nodiscard]] QStringList warningsFor(const Radiograph& radiograph, const ModelManifest& manifest);

/// "PA", "AP", "lateral", "oblique", or empty when unknown.
[[nodiscard]] QString viewName(View view);

} // namespace ccad
