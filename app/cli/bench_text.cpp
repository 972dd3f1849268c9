// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_text.h"

#include <QJsonArray>

#include <algorithm>

#include <sys/resource.h>

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
        array.append(QJsonObject{{QStringLiteral("threads"), time.threads},
                                 {QStringLiteral("batch"), time.batch},
                                 {QStringLiteral("ms_per_image"), time.msPerImage}});
    return array;
}

QJsonArray readersJson(const std::vector<ReaderTime>& readers)
{
    QJsonArray array;
    for (const ReaderTime& reader : readers)
        array.append(QJsonObject{{QStringLiteral("format"), reader.format},
                                 {QStringLiteral("width"), reader.width},
                                 {QStringLiteral("height"), reader.height},
                                 {QStringLiteral("ms"), reader.ms},
                                 {QStringLiteral("network_ms"), reader.networkMs}});
    return array;
}

QJsonValue stepJson(const std::optional<StepTimes>& step)
{
    if (!step)
        return {};
    return QJsonObject{{QStringLiteral("batch"), step->batch},
                       {QStringLiteral("ms_per_image"), step->medianMsPerImage()}};
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
    return QStringLiteral("  %1  %2").arg(words, -34).arg(figure, 10);
}

QString ms(double value)
{
    return QStringLiteral("%1 ms").arg(value, 0, 'f', value < 10 ? 2 : 1);
}

template <typename Time>
void addPasses(QStringList& lines, const QString& title, const std::vector<Time>& times)
{
    if (times.empty())
        return;
    lines << title;
    for (const Time& time : times)
        lines << row(
            QStringLiteral("%1 %2, batch of %3")
                .arg(time.threads)
                .arg(time.threads == 1 ? QStringLiteral("thread") : QStringLiteral("threads"))
                .arg(time.batch),
            ms(time.msPerImage));
}

void addReaders(QStringList& lines, const std::vector<ReaderTime>& readers)
{
    if (readers.empty())
        return;
    lines << QStringLiteral("Reading a file from the disk cache: the whole picture, and what the "
                            "network needs of it");
    for (const ReaderTime& reader : readers)
        lines << row(QStringLiteral("%1, %2 x %3")
                         .arg(reader.format)
                         .arg(reader.width)
                         .arg(reader.height),
                     ms(reader.ms))
                + QStringLiteral("  %1").arg(ms(reader.networkMs), 10);
}

void addPeak(QStringList& lines, const BenchResults& results)
{
    const auto engine = engineGflops(results);
    const auto fraction = fractionOfPeak(results);
    if (!engine || !fraction)
        return;
    lines
        << QStringLiteral("Share of the processor's peak")
        << row(QStringLiteral("multiply-adds, one thread"),
               QStringLiteral("%1 GFLOP/s").arg(results.peakGflopsOneThread.value_or(0), 0, 'f', 0))
        << row(QStringLiteral("multiply-adds, %1 threads").arg(results.threads),
               QStringLiteral("%1 GFLOP/s").arg(*results.peakGflops, 0, 'f', 0))
        << row(QStringLiteral("the engine at its best"),
               QStringLiteral("%1 GFLOP/s, %2 %")
                   .arg(*engine, 0, 'f', 0)
                   .arg(100 * *fraction, 0, 'f', 0));
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
    return {{QStringLiteral("cpu"), results.processor},
            {QStringLiteral("threads"), results.threads},
            {QStringLiteral("engine"), passesJson(results.engine)},
            {QStringLiteral("plain_forward"), passesJson(results.plainForward)},
            {QStringLiteral("readers"), readersJson(results.readers)},
            {QStringLiteral("training_step"), stepJson(results.trainingStep)},
            {QStringLiteral("peak_gflops"), orNull(results.peakGflops)},
            {QStringLiteral("peak_gflops_one_thread"), orNull(results.peakGflopsOneThread)},
            {QStringLiteral("engine_gflops"), orNull(engineGflops(results))},
            {QStringLiteral("engine_share_of_peak"), orNull(fractionOfPeak(results))},
            {QStringLiteral("memory_mb"), orNull(results.peakMemoryMb)}};
}

QStringList benchText(const BenchResults& results)
{
    QStringList lines{QStringLiteral("%1, %2 threads").arg(results.processor).arg(results.threads)};
    addPasses(lines, QStringLiteral("The engine, an image"), results.engine);
    addPasses(lines, QStringLiteral("Torch's own forward pass, an image"), results.plainForward);
    addReaders(lines, results.readers);
    if (results.trainingStep)
        lines << QStringLiteral("Training, an image")
              << row(QStringLiteral("full step, batch of %1").arg(results.trainingStep->batch),
                     ms(results.trainingStep->medianMsPerImage()));
    addPeak(lines, results);
    if (results.peakMemoryMb)
        lines << QStringLiteral("Largest memory")
              << row(QStringLiteral("of this program"),
                     QStringLiteral("%1 MB").arg(*results.peakMemoryMb, 0, 'f', 0));
    return lines;
}

} // namespace ccad::cli
