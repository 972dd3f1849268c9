// SPDX-License-Identifier: GPL-3.0-or-later
// Milliseconds an image of a full training step and of a prediction, random weights.
//   bench_network --benchmark_repetitions=7 --benchmark_report_aggregates_only
#include "core/inference/classifier.h"
#include "core/torch/runtime_torch.h"
#include "core/training/phases/internal/training_phases_torch.h"

#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <benchmark/benchmark.h>

using namespace ccad;

namespace {

void trainingStepOfBatch(benchmark::State& state)
{
    useAllCores();
    keepFreedMemory();
    const TrainingRecipe recipe = robustRecipe();
    const auto batch = state.range(0);
    MobileNetV2 network{NetworkSpec{}};
    network.train();
    Optimizer optimizer(recipe, network.parameters(), recipe.fineTuneLearningRate);
    const at::Tensor x = at::rand({batch, 3, 224, 224}).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor labels = at::randint(0, 2, {batch}, at::kLong);
    (void)trainingStep(network, optimizer, x, {labels, recipe.labelSmoothing}); // warm
    for (auto _ : state)
        benchmark::DoNotOptimize(
            trainingStep(network, optimizer, x, {labels, recipe.labelSmoothing}));
    state.counters["ms_per_image"]
        = benchmark::Counter(static_cast<double>(state.iterations() * batch) / 1000,
                             benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void prediction(benchmark::State& state)
{
    ModelPackage package;
    package.manifest.classes = {{"a", "a"}, {"b", "b"}};
    package.weights = weightsOf(MobileNetV2(package.manifest.network));
    const auto classifier = Classifier::create(package);
    NetworkInput input;
    input.width = input.height = 224;
    input.values.assign(224 * 224, 0.5F);
    const std::vector<NetworkInput> inputs(static_cast<std::size_t>(state.range(0)), input);
    for (auto _ : state)
        benchmark::DoNotOptimize((*classifier)->predict(inputs));
    state.counters["ms_per_image"]
        = benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)) / 1000,
                             benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

} // namespace

BENCHMARK(trainingStepOfBatch)->Arg(32)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(prediction)->Arg(1)->Arg(8)->Arg(32)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
