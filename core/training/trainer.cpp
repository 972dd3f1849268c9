// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/lungs/preprocessor_for.h"
#include "core/torch/torch_module.h"
#include "core/training/module_functions.h"

namespace ccad {

void startFrom(ModelPackage base, int inputSize, TrainingRequest& request)
{
    request.baseWeights = std::move(base.weights);
    request.network = base.manifest.network;
    request.network.classes = static_cast<int>(request.dataset.classes.size());
    request.preprocess = base.manifest.preprocess;
    if (inputSize != 0) {
        request.network.inputSize = inputSize;
        request.preprocess.inputSize = inputSize;
    }
    useRecipe(TrainingRecipe(request.recipe), request);
}

void useRecipe(const TrainingRecipe& recipe, TrainingRequest& request)
{
    request.recipe = recipe;
    request.network.dropout = recipe.dropout;
}

namespace {

/// The request's preprocessing with what the recipe fixes of it.
Result<PreprocessSpec> preprocessOf(const TrainingRequest& request)
{
    return withInstalledLungs(preparedBy(request.recipe, request.preprocess));
}

} // namespace

Result<TrainingOutcome> trainModel(const TrainingRequest& request, const TrainingControl& control,
                                   const TrainingObserver& observer)
{
    const auto train = torchFunction<decltype(ccadTrainModel)>("ccadTrainModel");
    if (!train)
        return train.error();
    const auto preprocess = preprocessOf(request);
    if (!preprocess)
        return preprocess.error();
    if (*preprocess == request.preprocess)
        return train->call(request, control, observer);
    TrainingRequest completed = request;
    completed.preprocess = *preprocess;
    return train->call(completed, control, observer);
}

} // namespace ccad
