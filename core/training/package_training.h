// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

namespace ccad {

/// What to train, on what, from which base, and where to put it.
struct TrainingSetup
{
    /// Where a base is named, without base weights, network, preprocessing and feature cache.
    TrainingRequest request;
    QString base; ///< package folder or weight file; empty: the request has its base (beginFrom)
    int inputSize = 0; ///< pixels, of a base that is named; 0: the base's own
    QString folder; ///< package folder to write
    Existing existing = Existing::Keep; ///< of a package that is there already
};

/// A training that came to its end: the package is on the disk.
struct TrainedModel
{
    QString folder;
    ModelResults results;
    QStringList unreadable;
    int bestEpoch = 0;
    bool stoppedEarly = false;
    double seconds = 0;
};

/// Where the state of a training to that folder is kept.
[[nodiscard]] QString checkpointFileOf(const QString& packageFolder);

/// May the package and the checkpoint be written? To be asked before the data set is looked at.
/// Errors: those of checkPackageTarget and checkCheckpointFile.
[[nodiscard]] Result<void> checkTrainingTarget(const QString& folder, Existing existing,
                                               const QString& checkpointFile);

/// startFrom(), with the feature cache that the window and the command line share.
void beginFrom(ModelPackage base, int inputSize, TrainingRequest& request);

/// Told of a training whose package is not written yet.
using OnTrained = std::function<void(const TrainingOutcome& outcome)>;

/// Loads the base, trains, writes the package and removes the checkpoint, which has served. When
/// the package cannot be written, `onTrained` was called and the checkpoint still holds everything.
/// Errors: those of checkTrainingTarget, asked first; of loadPackageOrWeights, trainModel and
/// saveModelPackage.
[[nodiscard]] Result<TrainedModel> trainPackage(const TrainingSetup& setup,
                                                const TrainingControl& control = {},
                                                const TrainingObserver& observer = {},
                                                const OnTrained& onTrained = {});

} // namespace ccad
