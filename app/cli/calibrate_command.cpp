// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "app/cli/lung_option.h"
#include "core/dataset/copies.h"
#include "core/dataset/dataset_index.h"
#include "core/local_calibration/local_calibration.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli calibrate DATASET --out DIR [--replace] [--model DIR] [--coverage F] [--seed N]\n"
      "       [--where COLUMN=VALUE,...] [--patients auto|none|REGEX]\n"
      "       [--alike-classes join|apart] [--class-folder auto|first|last]"_s;

struct Options
{
    QString model;
    DatasetChoice data;
    QString out;
    Existing existing = Existing::Keep;
    double coverage = defaultCoverage;
    std::uint64_t seed = 1;
};

void prepare(CommandOptions& options)
{
    options.addValue("out", "Folder for the fitted model package.", "DIR");
    options.addFlag("replace",
                    "Replaces the package that is in DIR already; it stays as DIR.old until the "
                    "next one is replaced.");
    options.addModel();
    options.addDataset();
    options.addValue("coverage", "What prediction sets promise, 0.5 to 0.99 (default: 0.9).", "F");
    options.addValue("seed", "Seed that deals the patients (default: 1).", "N");
}

/// Error: InvalidArgument.
Result<Options> optionsFrom(CommandOptions& given)
{
    auto data = given.datasetChoice();
    if (!data)
        return data.error();
    auto out = given.outFolder();
    if (!out)
        return out.error();
    Options options{given.model(), std::move(*data), std::move(*out),
                    given.isSet("replace") ? Existing::Replace : Existing::Keep};
    given.read("coverage", 0.5, 0.99, options.coverage);
    given.read("seed", options.seed);
    return options;
}

QStringList classNames(const Classifier& classifier)
{
    QStringList names;
    for (const ModelClass& entry : classifier.manifest().classes)
        names << entry.name;
    return names;
}

int calibrateAndSave(const Options& options, const Classifier& classifier)
{
    // Asked now, since the answers take a while.
    if (auto target = checkPackageTarget(options.out, options.existing); !target)
        return failWith(target.error());
    const DatasetChoice& data = options.data;
    IndexRequest asked{data.path, data.filters, data.patientKey, defaultIndexCache(data.path)};
    asked.oneClassIsEnough = true; // the sentence on too few films says more
    asked.alike = data.classes.alike;
    asked.classFolder = data.classes.folder;
    auto index = indexDataset(asked, interruptToken(), terminalProgress());
    endProgress();
    if (!index)
        return failWith(index.error());
    if (auto adopted = adoptNames(index->dataset, classNames(classifier), data.classes.alike);
        !adopted)
        return failWith(adopted.error());
    index->dataset = withoutCopies(*index);
    const bool isAllUsed = index->unreadable.empty() && index->dataset.leftOut.empty();
    printReading(index->dataset);
    for (const UnreadableFile& file : index->unreadable)
        printMessage(u"Left out, cannot be read: %1: %2"_s.arg(file.file, file.reason));
    LocalCalibrationRequest request;
    request.dataset = std::move(index->dataset);
    request.dataFolder = rootOf(data.path);
    request.patientsFromDicom = data.patientKey.source == PatientKeyRule::Source::Automatic;
    request.coverage = options.coverage;
    request.seed = options.seed;
    const auto lungs = lungSegmenter();
    const auto result = calibrateOnLocalFilms(classifier, options.model, lungs.get(), request,
                                              interruptToken(), terminalProgress());
    endProgress();
    if (!result)
        return failWith(result.error());
    printLine(localCalibrationText(*result).trimmed()); // first: a full disk must not cost it
    if (auto saved = saveModelPackage(result->package, options.out, options.existing); !saved)
        return failWith(saved.error());
    printLine(u"Model: %1"_s.arg(options.out));
    printIntendedUse();
    return isAllUsed ? AllDone : SomeFailed;
}

} // namespace

int calibrateCommand(const QStringList& arguments)
{
    CommandOptions options(
        u"Fits a model's answers to the labelled films of one department: calibration, threshold, "
        "prediction\nsets and the gate's limits, on half of the patients. Tells what that is worth "
        "on the other half, audits\nthe model on these films, and writes a new package."_s,
        usage);
    prepare(options);
    return runWithModel<Options>(options, arguments, optionsFrom, calibrateAndSave);
}

} // namespace ccad::cli
