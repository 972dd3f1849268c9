// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/evaluation.h"
#include "core/evaluation/learning_curve.h"
#include "core/package/model_package.h"
#include "core/statistics/auc_comparison.h"
#include "core/statistics/operating_point.h"

#include <map>
#include <optional>

namespace ccad {

/// Everything known of how a model did: the results view shows it, a package keeps it in its folder
/// "evaluation", and `ccad-cli evaluate` writes it.
struct ModelResults
{
    ModelManifest manifest;
    bool knowsPatients = false; ///< false: intervals and splits go by image
    LearningCurve curve; ///< empty for a model that was only evaluated
    ValidationScores validation; ///< may be empty: then no threshold can be chosen
    TestScores test;
    std::optional<TestScores> outside; ///< images of another origin
    QString dataFolder; ///< folder that the files of the items lie below; empty: not known
};

/// The files of a results folder, name -> content: metrics.json (see metrics_json.h),
/// predictions.csv (test), validation.csv and outside.csv where there are any, roc.csv, roc.svg,
/// confusion.csv, unreadable.txt where files were left out. Contents as in the command-line
/// contract. Files that lie below `relativeTo` are named relative to it, and data_folder.txt, the
/// only file with a path of this machine, says where it is. The same results give the same bytes.
[[nodiscard]] std::map<QString, QByteArray> resultFiles(const ModelResults& results,
                                                        const QString& relativeTo = {});

/// Reads a package's manifest and its folder "evaluation", or a folder that `ccad-cli evaluate`
/// wrote, whose manifest is then filled as far as metrics.json tells (name, version, classes,
/// positive class, threshold). Probabilities come back exactly; logits are left empty. Files get
/// their absolute paths where data_folder.txt tells of the folder. Errors: ModelMissing,
/// ModelBroken, FileNotFound (a model without recorded results), FileBroken.
[[nodiscard]] Result<ModelResults> loadModelResults(const QString& folder);

/// Scores of one class against the rest, with the images' patients.
struct ClassScores
{
    std::vector<double> scores;
    std::vector<bool> positive;
    /// Number of the patient, from 0; images without a key count one each.
    std::vector<int> patients;
};
[[nodiscard]] ClassScores classScores(const std::vector<ScoredItem>& items, int classIndex);

/// What a threshold does on validation images, the only ones that may choose it. Error:
/// InvalidArgument (no validation images, no such class, a threshold outside 0..1).
[[nodiscard]] Result<OperatingPoint> operatingPointOn(const ValidationScores& scores,
                                                      int positiveClass, double threshold);
/// Keeps a chosen threshold in the package's manifest, atomically; nothing else of the package is
/// touched, and the calibrated threshold stays in the provenance as "calibrated_threshold". Errors:
/// those of loadModelManifest, InvalidArgument (outside 0..1), WriteFailed.
[[nodiscard]] Result<void> saveThreshold(const QString& packageFolder, double threshold);

/// Two models on the images that both were tested on, matched by name below the data folder.
struct ModelComparison
{
    int images = 0; ///< in common
    int onlyFirst = 0; ///< images that only the first was tested on
    int onlySecond = 0;
    AucComparison auc;
    std::vector<double> firstScores; ///< of the images in common, for drawing both curves
    std::vector<double> secondScores;
    std::vector<bool> positive;
};
/// Error: InvalidArgument when the models have no test image in common or differ in its label, when
/// one lacks the class, or when the common images are all of one kind.
[[nodiscard]] Result<ModelComparison>
compareModels(const ModelResults& first, const ModelResults& second, const QString& className);

} // namespace ccad
