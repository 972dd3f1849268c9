// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/augmentation/augmentation.h"
#include "core/base/result.h"
#include "core/preprocess/preprocessor.h"

#include <QJsonObject>
#include <QString>

namespace ccad {

/// How a model is trained: first the head on features of the frozen extractor, then all layers.
struct TrainingRecipe
{
    enum class Optimizer
    {
        Adam,
        RmsProp
    };

    QString name;
    Optimizer optimizer = Optimizer::Adam;
    int headEpochs = 10;
    double headLearningRate = 1e-3;
    int fineTuneEpochs = 31;
    double fineTuneLearningRate = 1e-5; ///< the highest, where the rate follows a cosine
    /// Fine-tuning: one epoch of warm-up, then down to 1 % along a cosine.
    bool cosineSchedule = false;
    double weightDecay = 0; ///< decoupled from the gradient (Loshchilov and Hutter 2019)
    /// Fine-tuning: batch norm keeps the running statistics of the base.
    bool frozenStatistics = false;
    int batch = 32;
    double dropout = 0.3;
    double labelSmoothing = 0; ///< while fine-tuning: share of the target spread over all classes
    /// Every class equally often, sources by the square root of their size.
    bool balanceGroups = false;
    /// How much of what a source alone tells of the class is taken out of the loss, 0 to 0.99, in
    /// both phases (source_prior.h), so that it need not be learned from the picture.
    double sourcePrior = 0;
    /// Decay of the running mean of weights, whose last state is the model; 0: there is none, and
    /// the epoch of the lowest validation loss is the model.
    double weightAverage = 0;
    GreyRule greys = GreyRule::Stored1; ///< of all images, in training as in prediction
    LungPreparation lungs; ///< of all images, in training as in prediction
    Augmentation augmentation; ///< of training images only
    /// The head, too, learns from changed images: features are computed anew in every epoch, not
    /// once.
    bool augmentHead = false;
    /// Weights the loss by images / (classes x images of the class), unless balanceGroups balances
    /// it.
    bool classWeights = false;
    /// A phase ends after this many epochs without a lower validation loss, and the epoch of the
    /// lowest one counts; 0: all epochs are run.
    int patience = 0;
};

/// The recipe of Ragab et al. 2022: Adam 1e-3 for 10 epochs with the extractor frozen, then 31
/// epochs at 1e-5.
[[nodiscard]] TrainingRecipe paperRecipe();

/// The network sees the lungs alone, cropped, their greys equalised; groups are balanced, weights
/// averaged, and all layers fine-tuned gently: more fine-tuning learned the sources rather than the
/// disease.
[[nodiscard]] TrainingRecipe robustRecipe();

/// The other recipe of the paper: RMSprop 1e-4 for 10 epochs with the extractor frozen. Its binary
/// cross-entropy over a softmax of two classes equals the cross-entropy used here.
[[nodiscard]] TrainingRecipe paperRmsPropRecipe();

/// "paper", "paper-rmsprop", "robust".
[[nodiscard]] QStringList recipeNames();

/// Error: InvalidArgument listing the known names.
[[nodiscard]] Result<TrainingRecipe> recipeByName(const QString& name);

/// The spec with what the recipe fixes of it; lungsSha256 stays.
[[nodiscard]] PreprocessSpec preparedBy(const TrainingRecipe& recipe, PreprocessSpec spec);

[[nodiscard]] QJsonObject toJson(const TrainingRecipe& recipe);

} // namespace ccad
