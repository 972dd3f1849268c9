// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/evaluation.h"
#include "core/evaluation/learning_curve.h"
#include "core/metrics/auc_comparison.h"
#include "core/metrics/operating_point.h"
#include "core/model/model_package.h"

#include <optional>

namespace ccad {

/// Everything that is known of how a model did: what the results view shows, what a package keeps
/// in its folder "evaluation", what `ccad-cli evaluate` writes.
struct ModelResults
{
    ModelManifest manifest;
    bool knowsPatients = false; ///< false: intervals and splits go by image
    LearningCurve curve; ///< empty for a model that was only evaluated
    ValidationScores validation; ///< may be empty: then no threshold can be chosen
    TestScores test;
    std::optional<TestScores> outside; ///< images of another origin
};

/// The files of a results folder, name -> content: metrics.json, predictions.csv (test),
/// validation.csv and outside.csv where there are any, roc.csv, roc.svg, confusion.csv. Contents as
/// in the command-line contract; paths in predictions are relative to `relativeTo` when they lie
/// below it. Intervals beside DeLong's: bootstrap over patients.
[[nodiscard]] std::map<QString, QByteArray> resultFiles(const ModelResults& results,
                                                        const QString& relativeTo = {});

/// Reads a package's manifest and its folder "evaluation". Errors: ModelMissing, ModelBroken,
/// FileNotFound (a model without recorded results), FileBroken.
[[nodiscard]] Result<ModelResults> loadModelResults(const QString& packageFolder);

/// Scores of one class against the rest, and who they are of.
struct ClassScores
{
    std::vector<double> scores;
    std::vector<bool> positive;
    std::vector<int> patients; ///< number of the patient, from 0; images without a key one each
};
[[nodiscard]] ClassScores classScores(const std::vector<ScoredItem>& items, int classIndex);

/// The threshold of the positive class can only be chosen on validation images.
[[nodiscard]] Result<OperatingPoint> operatingPointOn(const ValidationScores& scores,
                                                      int positiveClass, double threshold);
/// Keeps a chosen threshold in the package's manifest, atomically. Errors: those of
/// loadModelManifest, InvalidArgument (outside 0..1), WriteFailed.
[[nodiscard]] Result<void> saveThreshold(const QString& packageFolder, double threshold);

/// Two models on the images that both were tested on. Error: InvalidArgument when they have no test
/// image in common, differ in its label, or one lacks the class.
struct ModelComparison
{
    int images = 0; ///< in common
    int onlyFirst = 0; ///< images that only the first was tested on
    int onlySecond = 0;
    AucComparison auc;
};
[[nodiscard]] Result<ModelComparison>
compareModels(const ModelResults& first, const ModelResults& second, const QString& className);

} // namespace ccad
