// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/torch/runtime_torch.h"
#include "core/training/module_functions.h"
#include "core/training/phases/internal/training_phases_torch.h"
#include "core/training/recipe.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

template <typename Work> double millisecondsOf(Work work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

Error cancelled()
{
    return {ErrorCode::Cancelled, u"The benchmark was cancelled."_s, {}};
}

Error failed(const std::exception& failure)
{
    return {ErrorCode::Internal,
            u"The benchmark failed: %1"_s.arg(QString::fromUtf8(failure.what())),
            {}};
}

at::Tensor randomPixels(std::int64_t batch)
{
    const std::int64_t side = NetworkSpec().inputSize;
    return at::rand({batch, 3, side, side}).contiguous(at::MemoryFormat::ChannelsLast);
}

/// Times calls of `work` one after another, without the first. Nothing when cancelled.
template <typename Work>
std::optional<std::vector<double>> repeat(int repetitions, const CancelToken& cancel, Work work)
{
    std::vector<double> times;
    for (int i = 0; i <= repetitions; ++i) {
        if (cancel.isCancelled())
            return std::nullopt;
        const double time = millisecondsOf(work);
        if (i > 0)
            times.push_back(time);
    }
    return times;
}

/// Restores the number of Torch's threads.
class ThreadsOfTorch
{
public:
    ThreadsOfTorch() : m_before(at::get_num_threads()) { }
    ~ThreadsOfTorch() { at::set_num_threads(m_before); }
    ThreadsOfTorch(const ThreadsOfTorch&) = delete;
    ThreadsOfTorch& operator=(const ThreadsOfTorch&) = delete;

private:
    int m_before;
};

} // namespace

Result<StepTimes> ccadTimeTrainingStep(int batch, int repetitions, const CancelToken& cancel)
{
    if (batch < 2 || repetitions < 1)
        return Error{ErrorCode::InvalidArgument,
                     u"A training step needs at least two images, and a benchmark "
                     "one repetition."_s,
                     {}};
    try {
        useAllCores();
        keepFreedMemory();
        at::manual_seed(1);
        const TrainingRecipe recipe = robustRecipe();
        MobileNetV2 network{NetworkSpec{}};
        network.train();
        Optimizer optimizer(recipe, network.parameters(), recipe.fineTuneLearningRate);
        const at::Tensor x = randomPixels(batch);
        const at::Tensor labels = at::randint(0, network.spec().classes, {batch}, at::kLong);
        auto times = repeat(repetitions, cancel, [&] {
            (void)trainingStep(network, optimizer, x, {labels, recipe.labelSmoothing});
        });
        if (!times)
            return cancelled();
        return StepTimes{batch, std::move(*times)};
    } catch (const std::exception& failure) {
        return failed(failure);
    }
}

Result<std::vector<ForwardTime>> ccadTimePlainForward(int repetitions, const CancelToken& cancel)
{
    if (repetitions < 1)
        return Error{
            ErrorCode::InvalidArgument, u"A benchmark needs at least one repetition."_s, {}};
    try {
        useAllCores();
        const ThreadsOfTorch restored;
        const c10::InferenceMode inferenceMode;
        MobileNetV2 network{NetworkSpec{}};
        network.eval();
        std::vector<ForwardTime> result;
        for (const int threads : std::set<int>{1, threadsToUse()}) {
            at::set_num_threads(threads);
            for (const int batch : {1, 8, 32}) {
                const at::Tensor x = randomPixels(batch).contiguous();
                const auto times = repeat(repetitions, cancel, [&] { (void)network.forward(x); });
                if (!times)
                    return cancelled();
                result.push_back({threads, batch, median(*times) / batch});
            }
        }
        return result;
    } catch (const std::exception& failure) {
        return failed(failure);
    }
}

} // namespace ccad
