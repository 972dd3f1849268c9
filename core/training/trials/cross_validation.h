// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QJsonObject>

namespace ccad {

/// How the model of one fold did on its test side.
struct FoldResult
{
    int images = 0;
    double accuracy = 0;
    std::vector<double> aucs; ///< of each class against the rest; NaN where it has none
    int bestEpoch = 0;
    double seconds = 0;
};

struct CrossValidation
{
    /// Every image once, scored by the model that never saw its patient and calibrated by that
    /// model's validation images. The manifest stands for all folds: its threshold is 0.5.
    ModelResults pooled;
    std::vector<FoldResult> folds;
    QStringList unreadable;
};

struct CrossValidationObserver
{
    std::function<void(int fold)> onFold; ///< called before fold 0, 1, ... is trained
    TrainingObserver training;
};

/// Trains request.plan.folds models, each tested on the fold that it has not seen; the models are
/// not kept. The results of each fold are kept in the files "fold-<n>.json" and
/// "fold-<n>.checkpoint" of workFolder, which is made and not removed; with request.resume,
/// finished folds of the same request are not trained again, and the interrupted one goes on.
/// checkpointFile and outside of the request are not used, and no gate is fitted. Errors: those of
/// trainModel; InvalidArgument for fewer than two folds.
[[nodiscard]] Result<CrossValidation> crossValidate(const TrainingRequest& request,
                                                    const QString& workFolder,
                                                    const TrainingControl& control = {},
                                                    const CrossValidationObserver& observer = {});

/// Removes the files of crossValidate(), and the folder if nothing else is in it: other files are
/// somebody's.
void forgetFolds(const QString& workFolder);

/// folds.json: {"folds", "seed", "recipe", "patients_known", "per_fold": [{"fold", "n", "accuracy",
/// "auc": {class: ..}, "best_epoch", "seconds"}], "mean" and "standard_deviation" (of a sample):
/// {"accuracy", "auc": {class: ..}}}. Unknown figures are null.
[[nodiscard]] QJsonObject foldsJson(const CrossValidation& result, const TrainingRequest& request);

} // namespace ccad
