// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/model/model_package.h"
#include "core/dataset/dataset.h"
#include "core/dataset/patient_split.h"
#include "core/training/recipe.h"
#include "core/training/training_control.h"
#include "core/evaluation/model_results.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace ccad {

/// Everything that fixes a training. The same request on the same machine gives the same bytes.
struct TrainingRequest
{
    Dataset dataset;
    SplitPlan plan;
    TrainingRecipe recipe;
    std::uint64_t seed = 1;

    WeightMap baseWeights; ///< features.* are taken over; a head of fitting shape is not
    NetworkSpec network; ///< padding and epsilon must be those of the base weights
    PreprocessSpec preprocess;

    QString name = QStringLiteral("model");
    QString version = QStringLiteral("1.0.0");
    std::vector<ModelClass> classes; ///< titles for the data set's classes; names alone if empty
    QString positiveClass; ///< the class that the threshold is about; the first if empty

    /// Images of other origin on which the finished model is tried; patients of `dataset` are taken
    /// out of it first. The training chooses nothing by them.
    std::optional<Dataset> outside;

    /// Where the state after every epoch, of head and fine-tuning, is kept; empty: nowhere.
    QString checkpointFile;
    bool resume = false; ///< go on from checkpointFile if it exists and belongs to this request
};

struct TrainingOutcome
{
    ModelPackage package; ///< with its card, and the results among its attachments
    ModelResults results;
    int bestEpoch = 0; ///< fine-tuning epoch whose weights are the model; 0: the head training's
    bool stoppedEarly = false; ///< by patience or by hand
    EvaluationReport test;
    std::optional<EvaluationReport> outside;
    QStringList unreadable;
    double seconds = 0;
};

/// Called from the training thread.
struct TrainingObserver
{
    std::function<void(const EpochReport&)> onEpoch;
    Progress onProgress;
};

/// Trains a model: split by patient, head on features of the frozen extractor, fine-tuning of all
/// layers, calibration on validation images, evaluation on test images, model card. Errors:
/// DatasetUnusable, InvalidArgument, ModelBroken (base weights), WriteFailed (checkpoint),
/// Cancelled (the checkpoint stays), Internal.
[[nodiscard]] Result<TrainingOutcome> trainModel(const TrainingRequest& request,
                                                 const TrainingControl& control = {},
                                                 const TrainingObserver& observer = {});

} // namespace ccad
