// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_text.h"

#include <QJsonArray>

#include <algorithm>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QJsonValue orNull(const std::optional<double>& number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

/// Of engine and plain forward alike.
template <typename Time> QJsonArray passesJson(const std::vector<Time>& times)
{
    QJsonArray array;
    for (const Time& time : times)
        array.append(QJsonObject{{u"threads"_s, time.threads},
                                 {u"batch"_s, time.batch},
                                 {u"ms_per_image"_s, time.msPerImage}});
    return array;
}

QJsonArray readersJson(const std::vector<ReaderTime>& readers)
{
    QJsonArray array;
    for (const ReaderTime& reader : readers)
        array.append(QJsonObject{{u"format"_s, reader.format},
                                 {u"width"_s, reader.width},
                                 {u"height"_s, reader.height},
                                 {u"ms"_s, reader.ms},
                                 {u"network_ms"_s, reader.networkMs}});
    return array;
}

QJsonValue stepJson(const std::optional<StepTimes>& step)
{
    if (!step)
        return {};
    return QJsonObject{{u"batch"_s, step->batch}, {u"ms_per_image"_s, step->medianMsPerImage()}};
}

std::optional<double> fractionOfPeak(const BenchResults& results)
{
    const auto engine = engineGflops(results);
    if (!engine || !results.peakGflops)
        return std::nullopt;
    return *engine / *results.peakGflops;
}

QString row(const QString& words, const QString& figure)
{
    return u"  %1  %2"_s.arg(words, -34).arg(figure, 10);
}

QString ms(double value)
{
    return u"%1 ms"_s.arg(value, 0, 'f', value < 10 ? 2 : 1);
}

template <typename Time>
void addPasses(QStringList& lines, const QString& title, const std::vector<Time>& times)
{
    if (times.empty())
        return;
    lines << title;
    for (const Time& time : times)
        lines << row(u"%1 %2, batch of %3"_s.arg(time.threads)
                         .arg(time.threads == 1 ? u"thread"_s : u"threads"_s)
                         .arg(time.batch),
                     ms(time.msPerImage));
}

void addReaders(QStringList& lines, const std::vector<ReaderTime>& readers)
{
    if (readers.empty())
        return;
    lines << u"Reading a file from the disk cache: the whole picture, and what the "
             "network needs of it"_s;
    for (const ReaderTime& reader : readers)
        lines << row(u"%1, %2 x %3"_s.arg(reader.format).arg(reader.width).arg(reader.height),
                     ms(reader.ms))
                + u"  %1"_s.arg(ms(reader.networkMs), 10);
}

void addPeak(QStringList& lines, const BenchResults& results)
{
    const auto engine = engineGflops(results);
    const auto fraction = fractionOfPeak(results);
    if (!engine || !fraction)
        return;
    lines << u"Share of the processor's peak"_s
          << row(u"multiply-adds, one thread"_s,
                 u"%1 GFLOP/s"_s.arg(results.peakGflopsOneThread.value_or(0), 0, 'f', 0))
          << row(u"multiply-adds, %1 threads"_s.arg(results.threads),
                 u"%1 GFLOP/s"_s.arg(*results.peakGflops, 0, 'f', 0))
          << row(u"the engine at its best"_s,
                 u"%1 GFLOP/s, %2 %"_s.arg(*engine, 0, 'f', 0).arg(100 * *fraction, 0, 'f', 0));
}

} // namespace

std::optional<double> engineGflops(const BenchResults& results)
{
    if (results.engine.empty() || !results.gigaOperations)
        return std::nullopt;
    const auto best = std::min_element(
        results.engine.begin(), results.engine.end(),
        [](const EngineTime& a, const EngineTime& b) { return a.msPerImage < b.msPerImage; });
    return *results.gigaOperations / best->msPerImage * 1000;
}

double peakMemoryMb()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024; // kilobytes
}

QJsonObject benchJson(const BenchResults& results)
{
    return {{u"cpu"_s, results.processor},
            {u"threads"_s, results.threads},
            {u"engine"_s, passesJson(results.engine)},
            {u"plain_forward"_s, passesJson(results.plainForward)},
            {u"readers"_s, readersJson(results.readers)},
            {u"training_step"_s, stepJson(results.trainingStep)},
            {u"peak_gflops"_s, orNull(results.peakGflops)},
            {u"peak_gflops_one_thread"_s, orNull(results.peakGflopsOneThread)},
            {u"engine_gflops"_s, orNull(engineGflops(results))},
            {u"engine_share_of_peak"_s, orNull(fractionOfPeak(results))},
            {u"memory_mb"_s, orNull(results.peakMemoryMb)}};
}

QStringList benchText(const BenchResults& results)
{
    QStringList lines{u"%1, %2 threads"_s.arg(results.processor).arg(results.threads)};
    addPasses(lines, u"The engine, an image"_s, results.engine);
    addPasses(lines, u"Torch's own forward pass, an image"_s, results.plainForward);
    addReaders(lines, results.readers);
    if (results.trainingStep)
        lines << u"Training, an image"_s
              << row(u"full step, batch of %1"_s.arg(results.trainingStep->batch),
                     ms(results.trainingStep->medianMsPerImage()));
    addPeak(lines, results);
    if (results.peakMemoryMb)
        lines << u"Largest memory"_s
              << row(u"of this program"_s, u"%1 MB"_s.arg(*results.peakMemoryMb, 0, 'f', 0));
    return lines;
}

} // namespace ccad::cli
