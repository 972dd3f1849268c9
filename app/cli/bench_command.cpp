// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_text.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"

#include "core/base/data_dirs.h"
#include "core/base/parallel.h"
#include "core/benchmark/peak_speed.h"

namespace ccad::cli {
namespace {

const QString usage = QStringLiteral(
    "ccad-cli bench [--only engine|readers|training] [--model DIR] [--quick] [--json]");

struct Options
{
    QString only; ///< empty: everything
    QString model;
    bool quick = false;
    bool json = false;

    [[nodiscard]] bool wants(const char* part) const
    {
        return only.isEmpty() || only == QLatin1String(part);
    }
    [[nodiscard]] int repetitions(int thorough) const { return quick ? 1 : thorough; }
};

void tell(const QString& what)
{
    printMessage(what + QStringLiteral(" ..."));
}

Result<void> benchEngine(BenchResults& results, const Options& options)
{
    tell(QStringLiteral("Measuring what the processor can do"));
    results.peakGflops = measuredPeakGflops(threadsToUse());
    results.peakGflopsOneThread = measuredPeakGflops(1);
    const auto classifier = Classifier::load(options.model);
    if (!classifier)
        return classifier.error();
    tell(QStringLiteral("Timing the engine"));
    auto engine = timeEngine(**classifier, options.repetitions(7), interruptToken());
    if (!engine)
        return engine.error();
    results.engine = *std::move(engine);
    results.gigaOperations = gigaOperations((*classifier)->manifest().network);
    tell(QStringLiteral("Timing Torch's own forward pass"));
    auto plain = timePlainForward(options.repetitions(3), interruptToken());
    if (!plain)
        return plain.error();
    results.plainForward = *std::move(plain);
    return {};
}

Result<void> benchReaders(BenchResults& results, const Options& options)
{
    const Progress progress = [](qint64 done, qint64 total, const QString& format) {
        tell(QStringLiteral("Timing the readers, %1 of %2: %3").arg(done).arg(total).arg(format));
    };
    // As large as digital detectors make them.
    auto readers
        = timeReaders(PreprocessSpec{}, options.quick ? 512 : 2048, options.quick ? 625 : 2500,
                      options.repetitions(5), interruptToken(), progress);
    if (!readers)
        return readers.error();
    results.readers = *std::move(readers);
    return {};
}

Result<void> benchTraining(BenchResults& results, const Options& options)
{
    tell(QStringLiteral("Timing a training step"));
    auto step = timeTrainingStep(options.quick ? 4 : 32, options.repetitions(5), interruptToken());
    if (!step)
        return step.error();
    results.trainingStep = *std::move(step);
    return {};
}

Result<BenchResults> bench(const Options& options)
{
    BenchResults results;
    results.processor = processorName();
    results.threads = threadsToUse();
    Result<void> done;
    // Readers first: Torch, which the others load, keeps threads and memory.
    if (options.wants("readers"))
        done = benchReaders(results, options);
    if (done && options.wants("engine"))
        done = benchEngine(results, options);
    if (done && options.wants("training"))
        done = benchTraining(results, options);
    if (!done)
        return done.error();
    results.peakMemoryMb = peakMemoryMb();
    return results;
}

} // namespace

int benchCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Times the engine, the readers and a training step on this machine. Best "
                       "run while nothing else does."));
    const QCommandLineOption only(QStringLiteral("only"),
                                  QStringLiteral("Part to time: engine, readers or training."),
                                  QStringLiteral("PART"));
    const QCommandLineOption model(QStringLiteral("model"), QStringLiteral("Model package to use."),
                                   QStringLiteral("DIR"), defaultModelDir());
    const QCommandLineOption quick(
        QStringLiteral("quick"),
        QStringLiteral("One repetition of smaller pictures and batches: a look, no measurement."));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("One JSON object."));
    parser.addOptions({only, model, quick, json});
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    if (!parser.positionalArguments().isEmpty())
        return wrongUsage(QStringLiteral("bench takes no files."), usage);
    const Options options{parser.value(only), parser.value(model), parser.isSet(quick),
                          parser.isSet(json)};
    if (parser.isSet(only)
        && !QStringList{QStringLiteral("engine"), QStringLiteral("readers"),
                        QStringLiteral("training")}
                .contains(options.only))
        return wrongUsage(QStringLiteral("There is no part \"%1\".").arg(options.only), usage);

    (void)interruptToken(); // from here on Ctrl+C is answered in order
    const auto results = bench(options);
    if (!results)
        return failWith(results.error());
    if (options.json)
        printJson(benchJson(*results));
    else
        for (const QString& line : benchText(*results))
            printLine(line);
    return AllDone;
}

} // namespace ccad::cli
