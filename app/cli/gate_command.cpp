// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/dataset_options.h"

#include "core/base/data_dirs.h"
#include "core/dataset/dataset_index.h"
#include "core/trust/gate_fitting.h"
#include "core/trust/gate_trial.h"

namespace ccad::cli {
namespace {

const QString usage = QStringLiteral(
    "ccad-cli gate DATASET [--model DIR] [--where COLUMN=VALUE,...] [--patients auto|none|REGEX]\n"
    "       [--good DATASET] [--good-where COLUMN=VALUE,...] [--other FOLDER] [--try-only]");

struct Options
{
    QString dataset;
    QString model;
    std::vector<RowFilter> filters;
    PatientKeyRule patientKey;
    QString good;
    std::vector<RowFilter> goodFilters;
    QStringList otherFolders;
    bool tryOnly = false;
};

void prepare(QCommandLineParser& parser)
{
    const auto option = [](const char* name, const char* help, const char* value) {
        return QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(help),
                                  QString::fromLatin1(value));
    };
    parser.setApplicationDescription(QStringLiteral(
        "Fits the gate of a model, which refuses what is no frontal chest radiograph, on the data "
        "that\nthe model was trained on; tries it on the images kept apart then and on made-up "
        "pictures, and\nwrites gate and figures into the package."));
    parser.addOptions({
        option("model", "Model package (default: the default model).", "DIR"),
        option("where", "Only rows whose column has one of the values, as in the training.",
               "FILTER"),
        {QStringLiteral("patients"),
         QStringLiteral("As in the training: auto, none, or a regular "
                        "expression."),
         QStringLiteral("RULE"), QStringLiteral("auto")},
        option("good", "Further good radiographs, unknown to the model, to try it on.", "DATASET"),
        option("good-where", "The same as --where for --good.", "FILTER"),
        option("other",
               "A folder with pictures that are no frontal chest radiographs, to try it on; may be "
               "repeated.",
               "FOLDER"),
        {QStringLiteral("try-only"), QStringLiteral("Tries the gate that the package has.")},
    });
    parser.addPositionalArgument(QStringLiteral("DATASET"),
                                 QStringLiteral("What the model was trained on."));
}

/// Error: InvalidArgument.
Result<Options> optionsFrom(const QCommandLineParser& parser)
{
    const auto text = [&](const char* name) { return parser.value(QString::fromLatin1(name)); };
    Options options;
    if (parser.positionalArguments().size() != 1)
        return Error{ErrorCode::InvalidArgument, QStringLiteral("One data set is needed."), {}};
    options.dataset = parser.positionalArguments().first();
    options.model = text("model").isEmpty() ? defaultModelDir() : text("model");
    auto filters = filtersFrom(parser.values(QStringLiteral("where")));
    if (!filters)
        return filters.error();
    options.filters = std::move(*filters);
    auto goodFilters = filtersFrom(parser.values(QStringLiteral("good-where")));
    if (!goodFilters)
        return goodFilters.error();
    options.goodFilters = std::move(*goodFilters);
    auto patientKey = patientKeyFrom(text("patients"));
    if (!patientKey)
        return patientKey.error();
    options.patientKey = std::move(*patientKey);
    options.good = text("good");
    options.otherFolders = parser.values(QStringLiteral("other"));
    options.tryOnly = parser.isSet(QStringLiteral("try-only"));
    return options;
}

/// The split of the training, made again from what the package tells of it.
Result<PatientSplit> splitAgain(const Options& options, const ModelManifest& manifest)
{
    auto index = indexDataset(
        {options.dataset, options.filters, options.patientKey, defaultIndexCache(options.dataset)},
        interruptToken(), terminalProgress());
    endProgress();
    if (!index)
        return index.error();
    const QJsonObject& provenance = manifest.provenance;
    const QString known = provenance[QStringLiteral("data_fingerprint")].toString();
    if (known != datasetFingerprint(index->dataset))
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("The model %1 was not trained on this data set as it is now, so "
                           "nobody can tell which images were kept apart. Give the data "
                           "set and the --where of its training.")
                .arg(manifest.name),
            options.dataset};
    const QJsonObject plan = provenance[QStringLiteral("split")].toObject();
    const SplitPlan defaults;
    return splitByPatient(index->dataset,
                          {plan[QStringLiteral("validation")].toDouble(defaults.validation),
                           plan[QStringLiteral("test")].toDouble(defaults.test),
                           plan[QStringLiteral("folds")].toInt(),
                           plan[QStringLiteral("fold")].toInt()},
                          provenance[QStringLiteral("seed")].toVariant().toULongLong());
}

/// Notes on single files go to standard error, the figures into `trial`.
Result<void> tryEverything(const Options& options, const Gate& gate, const Classifier& classifier,
                           const TestItems& kept, GateTrial& trial)
{
    const CancelToken cancel = interruptToken();
    const InputOf inputOf = wholePictures(classifier, cancel);
    if (auto done = tryOnImages(gate, classifier, inputOf, kept, trial, cancel, terminalProgress());
        !done)
        return done;
    if (!options.good.isEmpty()) {
        auto good
            = readDataset(options.good, {.filters = options.goodFilters, .oneClassIsEnough = true});
        if (!good)
            return good.error();
        if (auto done = tryOnImages(gate, classifier, inputOf, {std::move(good->items)}, trial,
                                    cancel, terminalProgress());
            !done)
            return done;
    }
    endProgress();
    constexpr int ofEachKind = 100;
    constexpr std::uint64_t seed = 4711;
    if (auto done = tryOnMadeUpPictures(gate, classifier, ofEachKind, seed, trial, cancel); !done)
        return done;
    for (const QString& folder : options.otherFolders) {
        const QString name
            = QStringLiteral("files of ") + folder.section(u'/', -1, -1, QString::SectionSkipEmpty);
        const auto counts = tryOnFolder(gate, classifier, folder, name, trial, cancel);
        if (!counts)
            return counts.error();
        printMessage(QStringLiteral("%1: %2 files are no pictures; of the others the tags refuse "
                                    "%3, tags or gate %4.")
                         .arg(name)
                         .arg(counts->unreadable)
                         .arg(counts->byTags)
                         .arg(counts->byEither));
    }
    return {};
}

QString cardText(const QString& figures)
{
    return QStringLiteral(
               "A gate of the network's own features, the picture's layout and plain facts of its "
               "greys refuses what is no frontal chest radiograph, is turned or has its greys "
               "inverted; it warns of parts of a chest and of pictures unlike the training images. "
               "It learned from training images alone, its limits come from validation images. "
               "Tried on images that neither network nor gate has seen, on the same images "
               "turned and inverted, and on made-up pictures:\n\n")
        + figures;
}

int fitAndTry(const Options& options, const Classifier& classifier)
{
    const auto split = splitAgain(options, classifier.manifest());
    if (!split)
        return failWith(split.error());
    const CancelToken cancel = interruptToken();
    const InputOf inputOf = wholePictures(classifier, cancel);
    std::optional<Gate> gate;
    if (options.tryOnly) {
        if (classifier.gate() == nullptr)
            return wrongUsage(QStringLiteral("The model package has no gate to try."), usage);
        gate = *classifier.gate();
    } else {
        auto fitted = fitGate(classifier, inputOf, split->training, split->validation, {}, cancel,
                              terminalProgress());
        endProgress();
        if (!fitted)
            return failWith(fitted.error());
        gate = std::move(*fitted);
    }
    GateTrial trial;
    if (auto tried = tryEverything(options, *gate, classifier, split->test, trial); !tried)
        return failWith(tried.error());
    const QString figures = trialText(trial);
    printLine(figures);
    for (const QString& note : trial.goodRefused)
        printMessage(QStringLiteral("Refused though good: %1").arg(note));
    for (const QString& note : trial.wrongAccepted)
        printMessage(QStringLiteral("Not refused: %1").arg(note));
    if (options.tryOnly)
        return AllDone;
    if (auto saved = saveGate(options.model, gate->toBytes(), cardText(figures)); !saved)
        return failWith(saved.error());
    printLine(QStringLiteral("The gate is part of %1 now.").arg(options.model));
    return AllDone;
}

} // namespace

int gateCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    prepare(parser);
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    const auto options = optionsFrom(parser);
    if (!options)
        return wrongUsage(options.error().message, usage);
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    const auto classifier = Classifier::load(options->model);
    if (!classifier)
        return failWith(classifier.error());
    return fitAndTry(*options, **classifier);
}

} // namespace ccad::cli
