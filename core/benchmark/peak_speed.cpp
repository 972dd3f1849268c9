// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/benchmark/peak_speed.h"

#include <QFile>

#include <algorithm>
#include <barrier>
#include <ctime>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int chains = 12; ///< of dependent operations, enough for two units of latency 4 to 5
constexpr int rounds = 20000; ///< between two looks at the clock

/// One piece of work: `rounds` multiply-adds in each chain; gives the operations done.
using Work = double (*)(volatile float* sink);

double portableWork(volatile float* sink)
{
    float values[chains] = {};
    for (int round = 0; round < rounds; ++round)
#pragma GCC unroll 16
        for (int i = 0; i < chains; ++i)
            values[i] = values[i] * 0.999F + 0.5F;
    for (const float value : values)
        *sink = value;
    return 2.0 * chains * rounds;
}

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) double avx2Work(volatile float* sink)
{
    __m256 values[chains];
    for (__m256& value : values)
        value = _mm256_setzero_ps();
    const __m256 factor = _mm256_set1_ps(0.999F);
    const __m256 summand = _mm256_set1_ps(0.5F);
    for (int round = 0; round < rounds; ++round)
#pragma GCC unroll 16 // or else they would stay in memory
        for (int i = 0; i < chains; ++i)
            values[i] = _mm256_fmadd_ps(values[i], factor, summand);
    for (const __m256& value : values)
        *sink = _mm256_cvtss_f32(value);
    return 2.0 * 8 * chains * rounds;
}

__attribute__((target("avx512f"))) double avx512Work(volatile float* sink)
{
    __m512 values[chains];
    for (__m512& value : values)
        value = _mm512_setzero_ps();
    const __m512 factor = _mm512_set1_ps(0.999F);
    const __m512 summand = _mm512_set1_ps(0.5F);
    for (int round = 0; round < rounds; ++round)
#pragma GCC unroll 16
        for (int i = 0; i < chains; ++i)
            values[i] = _mm512_fmadd_ps(values[i], factor, summand);
    for (const __m512& value : values)
        *sink = _mm512_cvtss_f32(value);
    return 2.0 * 16 * chains * rounds;
}

#endif

Work widestWork()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        return avx512Work;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return avx2Work;
#endif
    return portableWork;
}

/// Time of this thread alone: time in which others have the core does not count.
double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Operations a second of one thread among others that begin at the same time: the best of many
/// slices, after one in which wide units wake up.
double speedOf(Work work, std::barrier<>& begin)
{
    constexpr int slices = 30;
    constexpr double sliceSeconds = 0.01;
    volatile float sink = 0;
    double best = 0;
    begin.arrive_and_wait();
    for (int slice = 0; slice < slices; ++slice) {
        const double start = processorSeconds();
        double seconds = 0;
        double operations = 0;
        do {
            operations += work(&sink);
            seconds = processorSeconds() - start;
        } while (seconds < sliceSeconds);
        if (slice > 0)
            best = std::max(best, operations / seconds);
    }
    return best;
}

} // namespace

double measuredPeakGflops(int threads)
{
    const Work work = widestWork();
    const int count = std::max(threads, 1);
    std::barrier<> begin(count);
    std::vector<double> speeds(static_cast<std::size_t>(count));
    {
        std::vector<std::jthread> team;
        team.reserve(speeds.size());
        for (double& speed : speeds)
            team.emplace_back([&speed, &begin, work] { speed = speedOf(work, begin); });
    }
    double sum = 0;
    for (const double speed : speeds)
        sum += speed;
    return sum / 1e9;
}

QString processorName()
{
    QFile file(u"/proc/cpuinfo"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("model name"))
            return QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
    return {};
}

} // namespace ccad
