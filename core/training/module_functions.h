// SPDX-License-Identifier: GPL-3.0-or-later
// Functions that libccad_torch exports (core/torch/torch_module.h); the public functions with the
// same arguments forward to them.
#pragma once

#include "core/training/step_benchmark.h"
#include "core/training/trainer.h"

namespace ccad {

extern "C" {
Result<TrainingOutcome> ccadTrainModel(const TrainingRequest& request,
                                       const TrainingControl& control,
                                       const TrainingObserver& observer);
Result<StepTimes> ccadTimeTrainingStep(int batch, int repetitions, const CancelToken& cancel);
Result<std::vector<ForwardTime>> ccadTimePlainForward(int repetitions, const CancelToken& cancel);
}

} // namespace ccad
