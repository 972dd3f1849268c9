// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/step_benchmark.h"

#include "core/torch/torch_module.h"
#include "core/training/module_functions.h"

#include <algorithm>

namespace ccad {

double StepTimes::medianMsPerImage() const
{
    if (stepMs.empty() || batch == 0)
        return 0;
    std::vector<double> times = stepMs;
    std::ranges::sort(times);
    return (times[(times.size() - 1) / 2] + times[times.size() / 2]) / 2 / batch;
}

Result<StepTimes> timeTrainingStep(int batch, int repetitions, const CancelToken& cancel)
{
    const auto time = torchFunction<decltype(ccadTimeTrainingStep)>("ccadTimeTrainingStep");
    if (!time)
        return time.error();
    return time->call(batch, repetitions, cancel);
}

Result<std::vector<ForwardTime>> timePlainForward(int repetitions, const CancelToken& cancel)
{
    const auto time = torchFunction<decltype(ccadTimePlainForward)>("ccadTimePlainForward");
    if (!time)
        return time.error();
    return time->call(repetitions, cancel);
}

} // namespace ccad
