// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_text.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/base/data_dirs.h"
#include "core/base/parallel.h"
#include "core/benchmark/peak_speed.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli bench [--only engine|readers|training] [--model DIR] [--quick] [--json]"_s;

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
    printMessage(what + u" ..."_s);
}

Result<void> benchEngine(BenchResults& results, const Options& options)
{
    tell(u"Measuring what the processor can do"_s);
    results.peakGflops = measuredPeakGflops(threadsToUse());
    results.peakGflopsOneThread = measuredPeakGflops(1);
    const auto classifier = Classifier::load(options.model);
    if (!classifier)
        return classifier.error();
    tell(u"Timing the engine"_s);
    auto engine = timeEngine(**classifier, options.repetitions(7), interruptToken());
    if (!engine)
        return engine.error();
    results.engine = *std::move(engine);
    results.gigaOperations = gigaOperations((*classifier)->manifest().network);
    tell(u"Timing Torch's own forward pass"_s);
    auto plain = timePlainForward(options.repetitions(3), interruptToken());
    if (!plain)
        return plain.error();
    results.plainForward = *std::move(plain);
    return {};
}

Result<void> benchReaders(BenchResults& results, const Options& options)
{
    const Progress progress = [](qint64 done, qint64 total, const QString& format) {
        tell(u"Timing the readers, %1 of %2: %3"_s.arg(done).arg(total).arg(format));
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
    tell(u"Timing a training step"_s);
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
        u"Times the engine, the readers and a training step on this machine. Best "
        "run while nothing else does."_s);
    const QCommandLineOption only(u"only"_s, u"Part to time: engine, readers or training."_s,
                                  u"PART"_s);
    const QCommandLineOption model(u"model"_s, u"Model package to use."_s, u"DIR"_s,
                                   defaultModelDir());
    const QCommandLineOption quick(
        u"quick"_s, u"One repetition of smaller pictures and batches: a look, no measurement."_s);
    const QCommandLineOption json(u"json"_s, u"One JSON object."_s);
    parser.addOptions({only, model, quick, json});
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    if (!parser.positionalArguments().isEmpty())
        return wrongUsage(u"bench takes no files."_s, usage);
    const Options options{parser.value(only), parser.value(model), parser.isSet(quick),
                          parser.isSet(json)};
    if (parser.isSet(only)
        && !QStringList{u"engine"_s, u"readers"_s, u"training"_s}.contains(options.only))
        return wrongUsage(u"There is no part \"%1\"."_s.arg(options.only), usage);

    if (parser.isSet(model) && !options.wants("engine"))
        return wrongUsage(u"--model belongs to the part engine."_s, usage);
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
