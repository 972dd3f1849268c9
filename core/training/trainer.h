// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/patient_split.h"
#include "core/evaluation/model_results.h"
#include "core/package/model_package.h"
#include "core/training/recipe.h"
#include "core/training/training_control.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace ccad {

/// Everything that fixes a training. The same request on the same machine with the same number of
/// threads gives the same bytes.
struct TrainingRequest
{
    Dataset dataset;
    SplitPlan plan;
    TrainingRecipe recipe;
    std::uint64_t seed = 1;

    WeightMap baseWeights; ///< features.* are taken over; a head of fitting shape is not
    NetworkSpec network; ///< padding and epsilon must be those of the base weights
    /// Size, fit and range. The recipe sets crop, harmonisation and blanking; the lungs are found
    /// by the installed package.
    PreprocessSpec preprocess;

    QString name = QStringLiteral("model");
    QString version = QStringLiteral("1.0.0");
    std::vector<ModelClass> classes; ///< titles for the data set's classes; names alone if empty
    QString positiveClass; ///< the class that the threshold is about; the first if empty

    /// Images of other origin on which the finished model is tried; patients of `dataset` are
    /// removed from them first. The training chooses nothing by them.
    std::optional<Dataset> outside;

    /// Fits a gate for the model at the end (core/gate_fitting/gate_fitting.h). Off where nobody
    /// will use it.
    bool fitsGate = true;

    QStringList concerns; ///< anonymousConcernsOf the data set, for the card
    QString dataRoot; ///< result files name images relative to this folder; empty: absolutely

    /// Folder that keeps features of the frozen extractor, so that a second training of a head
    /// starts at once; empty: none. The result is the same either way. See defaultFeatureCache().
    QString featureCache;

    /// File that keeps the state after every epoch of head and fine-tuning; empty: none. While a
    /// training runs, a lock file beside it keeps a second one away.
    QString checkpointFile;
    /// Goes on from checkpointFile if it exists; a checkpoint of another request is an error and
    /// stays as it is.
    bool resume = false;
};

/// Lets a training begin from the extractor of a package: takes its weights, network and
/// preprocessing, with the request's number of classes and what its recipe fixes. `dataset` and
/// `recipe` must be set before. inputSize: 0 keeps the base's own.
void startFrom(ModelPackage base, int inputSize, TrainingRequest& request);

/// Sets another recipe in a request that is otherwise complete.
void useRecipe(const TrainingRecipe& recipe, TrainingRequest& request);

/// Where the window and the command line keep features between trainings.
[[nodiscard]] QString defaultFeatureCache();

/// May a training keep its checkpoint there? Ask before the data set is read, which may take
/// minutes. Error: WriteFailed (the folder, another training at it, or a file of that name that is
/// no checkpoint, which the training would replace and remove).
[[nodiscard]] Result<void> checkCheckpointFile(const QString& path);

struct TrainingOutcome
{
    ModelPackage package; ///< with its card, and the results among its attachments
    ModelResults results;
    int bestEpoch = 0; ///< fine-tuning epoch whose weights are the model; 0: the head training's
    bool stoppedEarly = false; ///< by patience or by hand
    EvaluationReport test;
    std::optional<EvaluationReport> outside;
    /// Text for the card's section "Gate": how the gate was made and tried, or why there is none.
    QString gateText;
    QStringList unreadable;
    double seconds = 0;
};

/// Where a training is.
struct TrainingProgress
{
    enum class Step
    {
        Reading, ///< decoding the data set
        Features, ///< one pass through the frozen extractor
        Head, ///< an epoch of the head
        FineTuning, ///< an epoch of all layers
        Evaluating,
        Gate ///< fitting and trying the gate
    };
    Step step = Step::Reading;
    int epoch = 0; ///< from 1 within its phase; 0 where there are no epochs
    int epochs = 0;
    std::int64_t done = 0; ///< images of this step or epoch
    std::int64_t total = 0;
    double imagesPerSecond = 0; ///< of this step or epoch, pauses left out; 0: not known yet
    /// Seconds left of the whole training, at the present pace and if no epoch is spared.
    std::optional<double> secondsLeft;
};

/// Called from the training thread: onProgress after each batch, and while images are read also
/// from other threads, one at a time.
struct TrainingObserver
{
    std::function<void(const EpochReport&)> onEpoch;
    std::function<void(const TrainingProgress&)> onProgress;
};

/// Trains a model: split by patient, head on features of the frozen extractor, fine-tuning of all
/// layers, calibration on validation images, evaluation on test images, gate, model card. Errors:
/// DatasetUnusable, InvalidArgument, ModelBroken (base weights), WriteFailed (checkpoint, or its
/// folder, or another training at it), FileBroken (checkpoint), Cancelled (the last checkpoint
/// stays), Internal.
[[nodiscard]] Result<TrainingOutcome> trainModel(const TrainingRequest& request,
                                                 const TrainingControl& control = {},
                                                 const TrainingObserver& observer = {});

} // namespace ccad
