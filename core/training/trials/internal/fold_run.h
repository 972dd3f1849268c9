// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trials/internal/fold_file.h"

namespace ccad {

struct FoldObserver
{
    std::function<void()> onStart; ///< a training begins, not taken from an earlier run
    TrainingObserver training;
};

/// Runs one training and keeps its model's answers for the test side in `file`, which is all that
/// stays; with request.resume, a file of the same request is taken instead. Errors: those of
/// trainModel; FileBroken, WriteFailed; Cancelled also where the training was stopped early.
[[nodiscard]] Result<FoldOutcome> runFold(const TrainingRequest& request, const QString& file,
                                          const TrainingControl& control,
                                          const FoldObserver& observer);

/// The items in the data set's order, each with the answer of its fold's model; without logits.
[[nodiscard]] TestScores pooledScores(const Dataset& dataset,
                                      const std::vector<FoldOutcome>& folds);

} // namespace ccad
