// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "core/dataset/copies.h"
#include "core/dataset/dataset_index.h"
#include "core/gate_fitting/gate_check.h"
#include "core/gate_fitting/gate_fitting.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli gate DATASET [--model DIR] [--where COLUMN=VALUE,...] [--patients "
      u"auto|none|REGEX]\n"
      "       [--good DATASET] [--good-where COLUMN=VALUE,...] [--other FOLDER] [--images N]\n"
      "       [--learn-other DATASET] [--learn-children DATASET] [--alike-classes join|apart]\n"
      "       [--class-folder auto|first|last] [--try-only]"_s;

struct Options
{
    QString model;
    DatasetChoice data;
    QString good;
    std::vector<RowFilter> goodFilters;
    QStringList otherFolders;
    QString learnedOthers; ///< folder or manifest.csv; empty: none
    QString learnedChildren;
    GateOptions fitting;
    bool tryOnly = false;
};

void prepare(CommandOptions& options)
{
    options.addModel();
    options.addDataset("What the model was trained on.");
    options.addValue("good", "Further good radiographs, unknown to the model, to try it on.",
                     "DATASET");
    options.addValue("good-where", "The same as --where for --good.", "FILTER");
    options.addValue("other",
                     "A folder with pictures that are no frontal chest radiographs, to try it on; "
                     "may be repeated.",
                     "FOLDER");
    options.addValue("images", "Training images to learn from, at most (default: 1200).", "N");
    options.addValue(
        "learn-other",
        "Pictures that are no frontal chest radiographs, to learn from: other parts of "
        "the body, slices.",
        "DATASET");
    options.addValue("learn-children", "Frontal radiographs of children, to learn to warn of them.",
                     "DATASET");
    options.addFlag("try-only", "Tries the gate that the package has.");
}

/// Error: InvalidArgument.
Result<Options> optionsFrom(CommandOptions& given)
{
    auto data = given.datasetChoice();
    if (!data)
        return data.error();
    auto goodFilters = filtersFrom(given.texts("good-where"));
    if (!goodFilters)
        return goodFilters.error();
    if (given.isSet("good-where") && !given.isSet("good"))
        return Error{ErrorCode::InvalidArgument, u"--good-where belongs to --good."_s, {}};
    if (const QString idle = given.firstSet({"images", "learn-other", "learn-children"});
        given.isSet("try-only") && !idle.isEmpty())
        return Error{ErrorCode::InvalidArgument,
                     u"%1 is about learning; --try-only learns nothing."_s.arg(idle),
                     {}};
    Options options;
    options.model = given.model();
    options.data = std::move(*data);
    options.good = given.text("good");
    options.goodFilters = std::move(*goodFilters);
    options.otherFolders = given.texts("other");
    options.learnedOthers = given.text("learn-other");
    options.learnedChildren = given.text("learn-children");
    options.tryOnly = given.isSet("try-only");
    given.read("images", 10, 100000, options.fitting.images);
    return options;
}

/// The split of the training, made again from what the package tells of it.
Result<PatientSplit> splitAgain(const DatasetChoice& data, const ModelManifest& manifest)
{
    auto index = indexDataset({.path = data.path,
                               .filters = data.filters,
                               .patientKey = data.patientKey,
                               .cacheFile = defaultIndexCache(data.path),
                               .alike = data.classes.alike,
                               .classFolder = data.classes.folder},
                              interruptToken(), terminalProgress());
    endProgress();
    if (!index)
        return index.error();
    index->dataset = withoutCopies(*index);
    const QJsonObject& provenance = manifest.provenance;
    const QString known = provenance[u"data_fingerprint"_s].toString();
    if (known != datasetFingerprint(index->dataset))
        return Error{ErrorCode::InvalidArgument,
                     u"The model %1 was not trained on this data set as it is now, so "
                     "nobody can tell which images were kept apart. Give the data "
                     "set and the --where of its training."_s.arg(manifest.name),
                     data.path};
    const QJsonObject plan = provenance[u"split"_s].toObject();
    const SplitPlan defaults;
    return splitByPatient(index->dataset,
                          {plan[u"validation"_s].toDouble(defaults.validation),
                           plan[u"test"_s].toDouble(defaults.test), plan[u"folds"_s].toInt(),
                           plan[u"fold"_s].toInt()},
                          provenance[u"seed"_s].toVariant().toULongLong());
}

/// What the gate learns from beside the training images.
Result<GateTeachers> teachersOf(const Options& options)
{
    GateTeachers teachers;
    const auto read = [](const QString& path, std::vector<DatasetItem>& items) -> Result<void> {
        if (path.isEmpty())
            return {};
        auto dataset = readDataset(path, {.oneClassIsEnough = true});
        if (!dataset)
            return dataset.error();
        items = std::move(dataset->items);
        return {};
    };
    if (auto done = read(options.learnedOthers, teachers.others); !done)
        return done.error();
    if (auto done = read(options.learnedChildren, teachers.children); !done)
        return done.error();
    return teachers;
}

/// Notes on single files go to standard error, the figures into `check`.
Result<void> tryEverything(const Options& options, const Gate& gate, const Classifier& classifier,
                           const TestItems& kept, GateCheck& check)
{
    const CancelToken cancel = interruptToken();
    const InputOf inputOf = wholePictures(classifier, cancel);
    if (auto done = tryOnImages(gate, classifier, inputOf, kept, check, cancel, terminalProgress());
        !done)
        return done;
    if (!options.good.isEmpty()) {
        auto good = readDataset(options.good,
                                {.filters = options.goodFilters,
                                 .oneClassIsEnough = true,
                                 .alike = AlikeClasses::KeepApart}); // their classes do not matter
        if (!good)
            return good.error();
        printReading(*good);
        if (auto done = tryOnImages(gate, classifier, inputOf, {std::move(good->items)}, check,
                                    cancel, terminalProgress());
            !done)
            return done;
    }
    endProgress();
    constexpr int ofEachKind = 100;
    constexpr std::uint64_t seed = 4711;
    if (auto done = tryOnMadeUpPictures(gate, classifier, ofEachKind, seed, check, cancel); !done)
        return done;
    for (const QString& folder : options.otherFolders) {
        const QString name
            = u"files of "_s + folder.section(u'/', -1, -1, QString::SectionSkipEmpty);
        const auto counts = tryOnFolder(gate, classifier, folder, name, check, cancel);
        if (!counts)
            return counts.error();
        printMessage(u"%1: %2 files are no pictures; of the others the tags refuse "
                     "%3, tags or gate %4."_s.arg(name, QString::number(counts->unreadable),
                                                  QString::number(counts->byTags),
                                                  QString::number(counts->byEither)));
        if (const QString leftOut = companionText(counts->companions); !leftOut.isEmpty())
            printMessage(leftOut);
    }
    return {};
}

int fitAndTry(const Options& options, const Classifier& classifier)
{
    const auto split = splitAgain(options.data, classifier.manifest());
    if (!split)
        return failWith(split.error());
    const CancelToken cancel = interruptToken();
    const InputOf inputOf = wholePictures(classifier, cancel);
    std::optional<Gate> gate;
    if (options.tryOnly) {
        if (classifier.gate() == nullptr)
            return wrongUsage(u"The model package has no gate to try."_s, usage);
        gate = *classifier.gate();
    } else {
        const auto teachers = teachersOf(options);
        if (!teachers)
            return failWith(teachers.error());
        auto fitted = fitGate(classifier, inputOf, split->training, split->validation,
                              options.fitting, cancel, terminalProgress(), *teachers);
        endProgress();
        if (!fitted)
            return failWith(fitted.error());
        gate = std::move(*fitted);
    }
    GateCheck check;
    if (auto tried = tryEverything(options, *gate, classifier, split->test, check); !tried)
        return failWith(tried.error());
    printLine(gateCheckText(check));
    for (const QString& note : check.goodRefused)
        printMessage(u"Refused though good: %1"_s.arg(note));
    for (const QString& note : check.wrongAccepted)
        printMessage(u"Not refused: %1"_s.arg(note));
    if (options.tryOnly)
        return AllDone;
    if (auto saved = saveGate(options.model, gate->toBytes(), gateCardText(check)); !saved)
        return failWith(saved.error());
    printLine(u"The gate is part of %1 now."_s.arg(options.model));
    return AllDone;
}

} // namespace

int gateCommand(const QStringList& arguments)
{
    CommandOptions options(
        u"Fits the gate of a model, which refuses what is no frontal chest radiograph, on the "
        "data that\nthe model was trained on; tries it on the images kept apart then and on "
        "made-up pictures, and\nwrites gate and figures into the package."_s,
        usage);
    prepare(options);
    return runWithModel<Options>(options, arguments, optionsFrom, fitAndTry);
}

} // namespace ccad::cli
