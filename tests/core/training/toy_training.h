// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"
#include "tests/support/hash_weights.h"
#include "tests/support/toy_dataset.h"

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A training of seconds: 64 toy images, a narrow network, a few epochs of both phases.
inline Result<TrainingRequest> toyRequest(const QString& folder)
{
    auto dataset = writeToyDataset(folder, 64);
    if (!dataset)
        return dataset.error();
    TrainingRequest request;
    request.dataset = std::move(*dataset);
    request.dataRoot = folder;
    request.plan = {0.2, 0.2};
    request.network.widthMultiplier = 0.1;
    request.network.inputSize = 64;
    request.preprocess.inputSize = 64;
    request.baseWeights = hashWeights(request.network);
    request.recipe = robustRecipe();
    request.recipe.lungs = {}; // toys have no lungs
    request.recipe.augmentHead = false;
    request.recipe.batch = 8;
    request.recipe.headEpochs = 4;
    request.recipe.fineTuneEpochs = 3;
    request.recipe.fineTuneLearningRate = 3e-3;
    request.positiveClass = u"striped"_s;
    request.name = u"toy"_s;
    request.fitsGate = false; // takes longer than the toy's training
    return request;
}

inline QByteArray bytesOf(const TrainingOutcome& outcome)
{
    return toSafetensors(outcome.package.weights);
}

/// Of the trained weights; empty when the training fails.
inline QByteArray trainedBytes(const TrainingRequest& request, const TrainingControl& control = {},
                               const TrainingObserver& observer = {})
{
    const auto outcome = trainModel(request, control, observer);
    return outcome ? bytesOf(*outcome) : QByteArray();
}

} // namespace ccad::test
