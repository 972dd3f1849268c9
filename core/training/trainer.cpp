// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/training/module_functions.h"

#include "core/model/torch_module.h"

namespace ccad {

void startFrom(ModelPackage base, int inputSize, TrainingRequest& request)
{
    request.baseWeights = std::move(base.weights);
    request.network = base.manifest.network;
    request.network.classes = static_cast<int>(request.dataset.classes.size());
    request.network.dropout = request.recipe.dropout;
    request.preprocess = base.manifest.preprocess;
    if (inputSize == 0)
        return;
    request.network.inputSize = inputSize;
    request.preprocess.inputSize = inputSize;
}

Result<TrainingOutcome> trainModel(const TrainingRequest& request, const TrainingControl& control,
                                   const TrainingObserver& observer)
{
    const auto train = torchFunction<decltype(ccadTrainModel)>("ccadTrainModel");
    if (!train)
        return train.error();
    return train->call(request, control, observer);
}

} // namespace ccad
