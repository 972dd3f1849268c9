// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "app/cli/evaluation_text.h"
#include "core/evaluation/dataset_evaluation.h"
#include "core/evaluation/result_folder.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli evaluate DATASET --out DIR [--model DIR] [--split test|all] [--by COLUMN]\n"
      "       [--where COLUMN=VALUE,...] [--patients auto|none|REGEX]\n"
      "       [--alike-classes join|apart] [--class-folder auto|first|last] [--json]"_s;

struct Options
{
    QString dataset;
    QString model;
    QString out;
    EvaluatedSide side = EvaluatedSide::Automatic;
    DatasetQuery query;
    bool json = false;
};

void prepare(CommandOptions& options)
{
    options.addModel();
    options.addDataset();
    options.addValue("out", "Folder for the results.", "DIR");
    options.addValue("split",
                     "test: only images that name this split; all: every image (default: test "
                     "where there are any).",
                     "SIDE");
    options.addValue("by", "Column whose values get results of their own (default: source).",
                     "COLUMN");
    options.addFlag("json", "Prints metrics.json as one line.");
}

/// Error: InvalidArgument.
Result<Options> optionsFrom(CommandOptions& given)
{
    Options options;
    auto data = given.datasetChoice();
    if (!data)
        return data.error();
    const auto out = given.outFolder();
    if (!out)
        return out.error();
    options.dataset = data->path;
    options.out = *out;
    options.model = given.model();
    const QString split = given.text("split");
    if (given.isSet("split") && split != u"test" && split != u"all")
        return Error{
            ErrorCode::InvalidArgument, u"--split is test or all, not \"%1\"."_s.arg(split), {}};
    if (!split.isEmpty())
        options.side = split == u"test" ? EvaluatedSide::Test : EvaluatedSide::All;
    options.query.filters = std::move(data->filters);
    options.query.patientKey = std::move(data->patientKey);
    options.query.alike = data->classes.alike;
    options.query.classFolder = data->classes.folder;
    options.query.groupBy = given.text("by");
    options.query.oneClassIsEnough = true; // sensitivity alone is a result, too
    options.json = given.isSet("json");
    return options;
}

void print(const DatasetEvaluation& evaluation, const QByteArray& metricsFile,
           const Options& options)
{
    const QJsonObject metrics = QJsonDocument::fromJson(metricsFile).object();
    if (options.json) {
        printJson(metrics);
        for (const QString& note : evaluation.notes)
            printMessage(note);
    } else {
        const ModelManifest& manifest = evaluation.results.manifest;
        printLine(u"%1 %2"_s.arg(manifest.name, manifest.version));
        for (const QString& line : evaluationText(metrics) + evaluation.notes)
            printLine(line);
    }
    for (const QString& file : evaluation.results.test.unreadable)
        printMessage(u"Left out, cannot be read: %1"_s.arg(file));
}

int evaluateAndSave(const Options& options, const Classifier& classifier)
{
    // Asked now, since the answers take a while.
    if (auto target = checkResultsTarget(options.out); !target)
        return failWith(target.error());
    auto dataset = readDataset(options.dataset, options.query);
    if (!dataset)
        return failWith(dataset.error());
    QStringList known;
    for (const ModelClass& entry : classifier.manifest().classes)
        known << entry.name;
    if (auto adopted = adoptNames(*dataset, known, options.query.alike); !adopted)
        return failWith(adopted.error());
    printReading(*dataset);
    const bool allUsed = dataset->leftOut.empty();
    const QString folder = rootOf(options.dataset);
    const auto evaluation
        = evaluateDataset(classifier,
                          {std::move(*dataset), folder, options.side,
                           options.query.patientKey.source == PatientKeyRule::Source::Automatic},
                          interruptToken(), terminalProgress());
    endProgress();
    if (!evaluation)
        return failWith(evaluation.error());
    const auto files = resultFiles(evaluation->results, folder);
    // Printed first: a full disk must not cost the figures.
    print(*evaluation, files.at(u"metrics.json"_s), options);
    if (auto saved = saveResults(files, options.out); !saved)
        return failWith(saved.error());
    if (!options.json)
        printLine(u"Results: %1"_s.arg(options.out));
    printIntendedUse();
    return allUsed && evaluation->results.test.unreadable.isEmpty() ? AllDone : SomeFailed;
}

} // namespace

int evaluateCommand(const QStringList& arguments)
{
    CommandOptions options(
        u"Tries a model on a folder tree or a manifest.csv and writes metrics.json, "
        "predictions.csv,\nroc.csv, roc.svg and confusion.csv."_s,
        usage);
    prepare(options);
    return runWithModel(options, arguments, optionsFrom, evaluateAndSave);
}

} // namespace ccad::cli
