// SPDX-License-Identifier: GPL-3.0-or-later
// What libccad_torch exports (core/torch/torch_module.h) and the public
// functions of the same arguments forward to.
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
