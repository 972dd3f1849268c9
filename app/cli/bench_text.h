// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/benchmark/engine_benchmark.h"
#include "core/benchmark/reader_benchmark.h"
#include "core/training/step_benchmark.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace ccad::cli {

/// The results of a benchmark run; figures that were not asked for are empty.
struct BenchResults
{
    QString processor;
    int threads = 1;
    std::optional<double> peakGflops; ///< of all threads together
    std::optional<double> peakGflopsOneThread;
    std::optional<double> gigaOperations; ///< of one image
    std::vector<EngineTime> engine;
    std::vector<ForwardTime> plainForward;
    std::vector<ReaderTime> readers;
    std::optional<StepTimes> trainingStep;
    std::optional<double> peakMemoryMb; ///< of this process
};

/// The network's best rate with all threads, in billions of operations a second; nothing when the
/// engine was not timed.
[[nodiscard]] std::optional<double> engineGflops(const BenchResults& results);

/// The largest resident memory of this process so far.
[[nodiscard]] double peakMemoryMb();

[[nodiscard]] QJsonObject benchJson(const BenchResults& results);
[[nodiscard]] QStringList benchText(const BenchResults& results);

} // namespace ccad::cli
