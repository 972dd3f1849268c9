// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trials/internal/fold_file.h"

namespace ccad {

struct FoldObserver
{
    std::function<void()> onStart; ///< about to be trained, not taken from an earlier run
    TrainingObserver training;
};

/// Trains what is asked for and keeps what its model said of its test side in `file`, which is
/// all that stays; with request.resume, a file of the same request is taken instead. Errors: those
/// of trainModel; FileBroken, WriteFailed; Cancelled also where the training was stopped early.
[[nodiscard]] Result<FoldOutcome> runFold(const TrainingRequest& request, const QString& file,
                                          const TrainingControl& control,
                                          const FoldObserver& observer);

/// The items in the data set's order, each with what its fold's model said; without logits.
[[nodiscard]] TestScores pooledScores(const Dataset& dataset,
                                      const std::vector<FoldOutcome>& folds);

} // namespace ccad
