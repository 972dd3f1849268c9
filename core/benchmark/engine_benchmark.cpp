// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/engine_benchmark.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/benchmark/internal/repeated_time.h"

#include <set>

namespace ccad {

namespace {

NetworkInput randomInput(const PreprocessSpec& spec, Random& random)
{
    NetworkInput input;
    input.width = spec.inputSize;
    input.height = spec.inputSize;
    input.imageWidth = spec.inputSize;
    input.imageHeight = spec.inputSize;
    input.values.resize(static_cast<std::size_t>(spec.inputSize) * spec.inputSize);
    constexpr std::size_t greys = 4096;
    for (float& value : input.values)
        value = spec.rangeLow
            + (spec.rangeHigh - spec.rangeLow) * static_cast<float>(random.below(greys)) / greys;
    return input;
}

Result<EngineTime> timeBatch(const Classifier& classifier, const std::vector<NetworkInput>& inputs,
                             int repetitions, const CancelToken& cancel)
{
    Result<void> done;
    const double batchMs = benchmark::medianMs(repetitions, [&] {
        if (!done)
            return;
        if (const auto predictions = classifier.predict(inputs, cancel); !predictions)
            done = predictions.error();
    });
    if (!done)
        return done.error();
    const auto batch = static_cast<int>(inputs.size());
    return EngineTime{threadsToUse(), batch, batchMs / batch};
}

} // namespace

Result<std::vector<EngineTime>> timeEngine(const Classifier& classifier, int repetitions,
                                           const CancelToken& cancel)
{
    Random random(1);
    std::vector<EngineTime> times;
    limitThreads(0);
    for (const int threads : std::set{1, threadsToUse()})
        for (const int batch : {1, 8, 32}) {
            limitThreads(threads);
            std::vector<NetworkInput> inputs;
            inputs.reserve(static_cast<std::size_t>(batch));
            for (int i = 0; i < batch; ++i)
                inputs.push_back(randomInput(classifier.manifest().preprocess, random));
            // Equally many images for each batch size.
            const auto time
                = timeBatch(classifier, inputs, 1 + (repetitions - 1) * 32 / batch, cancel);
            limitThreads(0);
            if (!time)
                return time.error();
            times.push_back(*time);
        }
    return times;
}

double gigaOperations(const NetworkSpec& spec)
{
    const NetworkShape shape = shapeOf(spec);
    constexpr double kernel = 9; // 3 x 3
    const auto halved = [](int side) { return (side + 1) / 2; };
    int side = halved(spec.inputSize);
    double products = double{1} * side * side * kernel * 3 * shape.stemChannels;
    for (const BottleneckShape& block : shape.bottlenecks) {
        const double hidden = double{1} * block.expansion * block.inputChannels;
        if (block.expansion > 1)
            products += double{1} * side * side * block.inputChannels * hidden;
        side = block.stride > 1 ? halved(side) : side;
        products += double{1} * side * side * hidden * (kernel + block.outputChannels);
    }
    products += double{1} * side * side * shape.bottlenecks.back().outputChannels
        * shape.featureChannels;
    products += double{1} * shape.featureChannels * spec.classes;
    return 2 * products / 1e9;
}

} // namespace ccad
