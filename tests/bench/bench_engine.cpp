// SPDX-License-Identifier: GPL-3.0-or-later
// Milliseconds an image of a prediction with maps, random weights, 224 pixels.
//   OMP_WAIT_POLICY=PASSIVE bench_engine
//       a table beside Torch's plain forward pass; its OpenMP threads would else spin on into our
//       turn
//   bench_engine --threads N --batch N --seconds N
//       one line of JSON, for peers/compare_peers.sh
#include "core/base/parallel.h"
#include "core/inference/classifier.h"
#include "core/network/mobilenet_v2_torch.h"
#include "core/torch/runtime_torch.h"

#include <ATen/Parallel.h>
#include <ATen/ops/rand.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <thread>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

using namespace ccad;

namespace {

using Clock = std::chrono::steady_clock;

/// Of one image: two operations a multiplication and addition of the convolutions and the head.
double operations()
{
    const NetworkSpec spec;
    const NetworkShape shape = shapeOf(spec);
    double side = spec.inputSize / 2.0;
    double products = side * side * 27 * shape.stemChannels;
    for (const BottleneckShape& block : shape.bottlenecks) {
        const double hidden = block.inputChannels * block.expansion;
        if (block.expansion != 1)
            products += side * side * block.inputChannels * hidden;
        side /= block.stride;
        products += side * side * hidden * (9 + block.outputChannels);
    }
    products += side * side * shape.bottlenecks.back().outputChannels * shape.featureChannels;
    return 2 * (products + shape.featureChannels * spec.classes);
}

#if defined(__x86_64__)
/// Operations of independent multiply-adds that never leave the registers.
__attribute__((target("avx512f,fma"))) double peakAvx512(int rounds)
{
    __m512 sums[12];
    for (int i = 0; i < 12; ++i)
        sums[i] = _mm512_set1_ps(static_cast<float>(i));
    const __m512 factor = _mm512_set1_ps(0.999F);
    for (int round = 0; round < rounds; ++round)
        _Pragma("GCC unroll 12") for (__m512& sum : sums) // in registers
            asm volatile("vfmadd213ps %1, %1, %0" : "+v"(sum) : "v"(factor));
    return 12.0 * 16 * 2 * rounds;
}

__attribute__((target("avx2,fma"))) double peakAvx2(int rounds)
{
    __m256 sums[12];
    for (int i = 0; i < 12; ++i)
        sums[i] = _mm256_set1_ps(static_cast<float>(i));
    const __m256 factor = _mm256_set1_ps(0.999F);
    for (int round = 0; round < rounds; ++round)
        _Pragma("GCC unroll 12") for (__m256& sum : sums) asm volatile("vfmadd213ps %1, %1, %0" :
                                                                       "+x"(sum) : "x"(factor));
    return 12.0 * 8 * 2 * rounds;
}
#endif

/// GFLOP/s of one core, the best of some runs; 0 where it is not known how to measure it.
double peakOfACore()
{
    double best = 0;
#if defined(__x86_64__)
    for (int run = 0; run < 20; ++run) {
        const auto start = Clock::now();
        constexpr int rounds = 1000000;
        const double done
            = __builtin_cpu_supports("avx512f") ? peakAvx512(rounds) : peakAvx2(rounds);
        best = std::max(best, done / std::chrono::duration<double>(Clock::now() - start).count());
    }
#endif
    return best / 1e9;
}

struct Times
{
    std::vector<double> ms; ///< an image

    void measure(int batch, const std::function<void()>& work)
    {
        const auto start = Clock::now();
        work();
        ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count()
                     / batch);
    }
    [[nodiscard]] double median()
    {
        std::nth_element(ms.begin(), ms.begin() + static_cast<std::ptrdiff_t>(ms.size() / 2),
                         ms.end());
        return ms[ms.size() / 2];
    }
    [[nodiscard]] double lowest() const { return *std::min_element(ms.begin(), ms.end()); }
};

/// One network as CCAD and as plain Torch runs it, and images for it.
class Rivals
{
public:
    explicit Rivals(int batch) : m_batch(batch)
    {
        m_network.eval();
        ModelPackage package;
        package.manifest.classes = {{"a", "a"}, {"b", "b"}};
        package.weights = weightsOf(m_network);
        m_classifier = std::move(Classifier::create(package).value());
        std::mt19937 random(1);
        std::uniform_real_distribution<float> grey(-1, 1);
        for (int i = 0; i < batch; ++i) {
            NetworkInput& input = m_inputs.emplace_back();
            input.width = input.height = 224;
            for (int pixel = 0; pixel < 224 * 224; ++pixel)
                input.values.push_back(grey(random));
        }
        m_tensor = at::rand({batch, 3, 224, 224});
    }
    void runCcad() const { (void)m_classifier->predict(m_inputs); }
    void runTorch()
    {
        useAllCores();
        const c10::InferenceMode inferenceMode;
        (void)m_network.forward(m_tensor);
    }
    [[nodiscard]] int batch() const { return m_batch; }

private:
    int m_batch;
    MobileNetV2 m_network{NetworkSpec{}};
    std::unique_ptr<Classifier> m_classifier;
    std::vector<NetworkInput> m_inputs;
    at::Tensor m_tensor;
};

void printJson(int threads, int batch, double seconds)
{
    limitThreads(threads);
    const Rivals rivals(batch);
    for (int i = 0; i < 10; ++i)
        rivals.runCcad(); // warm
    Times times;
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    while (Clock::now() < end)
        times.measure(batch, [&] { rivals.runCcad(); });
    std::printf("{\"engine\": \"ccad\", \"threads\": %d, \"batch\": %d, \"runs\": %zu, "
                "\"medianMs\": %.4f, \"lowestMs\": %.4f}\n",
                threads, batch, times.ms.size(), times.median(), times.lowest());
}

void printRow(int threads, int batch, double peak)
{
    limitThreads(threads);
    Rivals rivals(batch);
    Times ccad;
    Times torch;
    const int rounds = std::max(3, 60 / batch);
    for (int round = -2; round < rounds; ++round) {
        ccad.measure(batch, [&] { rivals.runCcad(); });
        torch.measure(batch, [&] { rivals.runTorch(); });
        if (round < 0)
            ccad = torch = {}; // warm
    }
    const double gflops = operations() / ccad.median() / 1e6;
    std::printf("%7d %6d %10.2f %10.2f %10.2f %10.1f %9.0f %%\n", threads, batch, ccad.median(),
                ccad.lowest(), torch.median(), gflops, 100 * gflops / (peak * threads));
}

void printTable()
{
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    const double peak = peakOfACore();
    std::printf("%.1f million operations an image; one core's peak: %.1f GFLOP/s\n",
                operations() / 1e6, peak);
    std::printf("threads  batch  CCAD, ms    lowest  Torch, ms    GFLOP/s    of peak\n");
    for (const int threads : {1, cores})
        for (const int batch : {1, 8, 32})
            printRow(threads, batch, peak);
}

} // namespace

int main(int argc, char** argv)
{
    double values[3] = {1, 1, 2}; // threads, batch, seconds
    const std::string names[3] = {"--threads", "--batch", "--seconds"};
    for (int i = 1; i + 1 < argc; i += 2)
        for (int k = 0; k < 3; ++k)
            if (names[k] == argv[i])
                values[k] = std::atof(argv[i + 1]);
    if (argc > 1)
        printJson(static_cast<int>(values[0]), static_cast<int>(values[1]), values[2]);
    else
        printTable();
    return 0;
}
