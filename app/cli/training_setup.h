// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/train_options.h"
#include "core/training/package_training.h"

namespace ccad::cli {

/// What the options ask for, with the data set looked at.
struct RequestedTraining
{
    TrainingRequest request; ///< complete but for checkpointFile
    QStringList unreadable; ///< files left out, as "file: reason"
};

/// The recipe of that name with the options' changes. Error: InvalidArgument; a bad value is in
/// options.complaint() instead.
[[nodiscard]] Result<TrainingRecipe> recipeFrom(TrainOptions& options, const QString& name);

/// Checks the options first, then loads the base weights, then looks at the data set; prints the
/// concerns about it. `recipe` is the name of the recipe. Errors: InvalidArgument for options that
/// make no sense, and those of loadPackageOrWeights and indexDataset.
[[nodiscard]] Result<RequestedTraining> trainingSetup(TrainOptions& options, const QString& recipe);
/// The same with the one recipe that the options name.
[[nodiscard]] Result<RequestedTraining> trainingSetup(TrainOptions& options);

/// The exit status after an error of trainingSetup; shows the usage when that was wrong.
[[nodiscard]] int failWith(const Error& error, const QString& usage);

} // namespace ccad::cli
