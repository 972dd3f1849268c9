// SPDX-License-Identifier: GPL-3.0-or-later
// Milliseconds of one changed 224 x 224 picture on one core, and of reading a folder of images.
//   bench_augmentation --benchmark_repetitions=7 --benchmark_report_aggregates_only
//   CCAD_BENCH_FOLDER=FOLDER bench_augmentation --benchmark_filter=load
#include "core/augmentation/image_change.h"
#include "core/augmentation/training_images.h"

#include <benchmark/benchmark.h>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

void changedPicture(benchmark::State& state, const QString& name)
{
    constexpr int side = 280;
    std::vector<std::uint8_t> pixels(side * side);
    Random random(1);
    for (std::uint8_t& pixel : pixels)
        pixel = static_cast<std::uint8_t>(random.below(256));
    const Augmentation augmentation = *augmentationByName(name);
    const PreprocessSpec spec
        = centred({}, augmentation.centreSamples, augmentation.centreFeatures, 0.5);
    for (auto _ : state) {
        auto greys = changed({side, pixels}, drawChange(augmentation, 224, random), 224);
        toRange(spec, greys);
        benchmark::DoNotOptimize(greys.data());
    }
}

void load(benchmark::State& state)
{
    const QString folder = qEnvironmentVariable("CCAD_BENCH_FOLDER");
    const auto dataset = readDataset(folder);
    if (!dataset) {
        state.SkipWithError("CCAD_BENCH_FOLDER names no data set");
        return;
    }
    for (auto _ : state) {
        auto images = TrainingImages::load(dataset->items, {}, {}, {});
        benchmark::DoNotOptimize(images.hasValue());
    }
    state.counters["images"] = static_cast<double>(dataset->items.size());
}

} // namespace

BENCHMARK_CAPTURE(changedPicture, paper, u"paper"_s)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(changedPicture, mild, u"mild"_s)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(changedPicture, robust, u"robust"_s)->Unit(benchmark::kMillisecond);
BENCHMARK(load)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
