// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/dataset_options.h"
#include "app/cli/evaluation_text.h"

#include "core/base/data_dirs.h"
#include "core/evaluation/dataset_evaluation.h"
#include "core/evaluation/result_folder.h"

#include <QJsonDocument>

namespace ccad::cli {
namespace {

const QString usage = QStringLiteral(
    "ccad-cli evaluate DATASET --out DIR [--model DIR] [--split test|all] [--by COLUMN]\n"
    "       [--where COLUMN=VALUE,...] [--patients auto|none|REGEX] [--json]");

struct Options
{
    QString dataset;
    QString model;
    QString out;
    EvaluatedSide side = EvaluatedSide::Automatic;
    DatasetQuery query;
    bool json = false;
};

QCommandLineOption option(const char* name, const char* help, const char* value)
{
    return {QString::fromLatin1(name), QString::fromLatin1(help), QString::fromLatin1(value)};
}

void prepare(QCommandLineParser& parser)
{
    parser.setApplicationDescription(
        QStringLiteral("Tries a model on a folder tree or a manifest.csv and writes metrics.json, "
                       "predictions.csv,\n"
                       "roc.csv, roc.svg and confusion.csv."));
    parser.addOptions({
        option("model", "Model package to try (default: the default model).", "DIR"),
        option("out", "Folder for the results.", "DIR"),
        option("split",
               "test: only images that name this split; all: every image (default: test where "
               "there are any).",
               "SIDE"),
        option("by", "Column whose values get results of their own (default: source).", "COLUMN"),
        option("where", "Only rows whose column has one of the values; may be repeated.", "FILTER"),
        {QStringLiteral("patients"),
         QStringLiteral("Where patients are known from: auto (manifest or DICOM), none, or a "
                        "regular expression whose group is the patient's key in a file's path."),
         QStringLiteral("RULE"), QStringLiteral("auto")},
        {QStringLiteral("json"), QStringLiteral("Prints metrics.json as one line.")},
    });
    parser.addPositionalArgument(QStringLiteral("DATASET"),
                                 QStringLiteral("Folder of class folders, or a manifest.csv."));
}

/// Error: InvalidArgument.
Result<Options> optionsFrom(const QCommandLineParser& parser)
{
    const auto text = [&](const char* name) { return parser.value(QString::fromLatin1(name)); };
    const auto invalid = [](const QString& message) {
        return Error{ErrorCode::InvalidArgument, message, {}};
    };
    Options options;
    if (parser.positionalArguments().size() != 1)
        return invalid(QStringLiteral("One data set is needed."));
    options.dataset = parser.positionalArguments().first();
    options.out = text("out");
    if (options.out.isEmpty())
        return invalid(QStringLiteral("--out DIR is needed."));
    options.model = text("model").isEmpty() ? defaultModelDir() : text("model");
    const QString split = text("split");
    if (parser.isSet(QStringLiteral("split")) && split != u"test" && split != u"all")
        return invalid(QStringLiteral("--split is test or all, not \"%1\".").arg(split));
    if (!split.isEmpty())
        options.side = split == u"test" ? EvaluatedSide::Test : EvaluatedSide::All;
    auto filters = filtersFrom(parser.values(QStringLiteral("where")));
    if (!filters)
        return filters.error();
    options.query.filters = std::move(*filters);
    auto patientKey = patientKeyFrom(text("patients"));
    if (!patientKey)
        return patientKey.error();
    options.query.patientKey = std::move(*patientKey);
    options.query.groupBy = text("by");
    options.query.oneClassIsEnough = true; // sensitivity alone is a result, too
    options.json = parser.isSet(QStringLiteral("json"));
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
        printLine(QStringLiteral("%1 %2").arg(manifest.name, manifest.version));
        for (const QString& line : evaluationText(metrics) + evaluation.notes)
            printLine(line);
    }
    for (const QString& file : evaluation.results.test.unreadable)
        printMessage(QStringLiteral("Left out, cannot be read: %1").arg(file));
}

int evaluateAndSave(const Options& options, const Classifier& classifier, Dataset dataset)
{
    const QString folder = rootOf(options.dataset);
    const auto evaluation
        = evaluateDataset(classifier,
                          {std::move(dataset), folder, options.side,
                           options.query.patientKey.source == PatientKeyRule::Source::Automatic},
                          interruptToken(), terminalProgress());
    endProgress();
    if (!evaluation)
        return failWith(evaluation.error());
    const auto files = resultFiles(evaluation->results, folder);
    // Printed first: a full disk must not cost the figures.
    print(*evaluation, files.at(QStringLiteral("metrics.json")), options);
    if (auto saved = saveResults(files, options.out); !saved)
        return failWith(saved.error());
    if (!options.json)
        printLine(QStringLiteral("Results: %1").arg(options.out));
    printMessage(QStringLiteral("Research use only. Not for diagnosis."));
    return evaluation->results.test.unreadable.isEmpty() ? AllDone : SomeFailed;
}

} // namespace

int evaluateCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    prepare(parser);
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    const auto options = optionsFrom(parser);
    if (!options)
        return wrongUsage(options.error().message, usage);
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    // Asked now, since the answers take a while.
    if (auto target = checkResultsTarget(options->out); !target)
        return failWith(target.error());
    const auto classifier = Classifier::load(options->model);
    if (!classifier)
        return failWith(classifier.error());
    auto dataset = readDataset(options->dataset, options->query);
    if (!dataset)
        return failWith(dataset.error());
    return evaluateAndSave(*options, **classifier, std::move(*dataset));
}

} // namespace ccad::cli
