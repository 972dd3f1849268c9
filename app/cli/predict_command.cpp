// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/file_prediction.h"
#include "app/cli/film_relations.h"
#include "app/cli/prediction_text.h"
#include "core/base/data_dirs.h"
#include "core/base/temporary_folder.h"
#include "core/intake/named_files.h"
#include "core/isolation/decoding_service.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli predict PATH... [--model DIR] [--json] [--saliency DIR] [--replace]\n"
      "       [--severity] [--with-identifiers]"_s;

struct Options
{
    QStringList paths;
    QString model;
    QString saliency; ///< empty: no overlays
    Existing existing = Existing::Keep; ///< of files that have the names of overlays
    bool json = false;
    PredictionExtras extras;
};

void print(const FilePrediction& prediction, const Options& options, const ModelManifest& manifest)
{
    endProgress();
    if (options.json)
        printJson(predictionJson(prediction, manifest, options.extras));
    else
        printLine(tableRow(prediction, manifest, options.extras));
}

int predictAll(const Options& options, const Classifier& classifier)
{
    const CancelToken& cancel = interruptToken();
    // For as long as its files are read. Where there is none, the first archive says so.
    const auto unpacked = TemporaryFolder::make();
    const QString archives = unpacked ? unpacked->path() + u"/archives"_s : QString();
    const auto found = namedFiles(options.paths, archives, cancel);
    if (!found)
        return failWith(found.error());

    OverlayWriter overlays(options.saliency, options.existing);
    if (!options.saliency.isEmpty()) {
        if (auto prepared = overlays.prepare(); !prepared)
            return failWith(prepared.error());
    }
    const ModelManifest& manifest = classifier.manifest();
    const Progress progress = terminalProgress();
    if (!options.json)
        printLine(tableHeader(manifest));

    int status = AllDone;
    auto relations = FilmRelations::of(found->files, readSizeFor(classifier), cancel);
    qint64 done = 0;
    const auto total = static_cast<qint64>(found->files.size());
    for (const NamedFile& file : found->files) {
        progress(++done, total, file.file);
        FilePrediction prediction = predictFile(
            file, classifier, options.saliency.isEmpty() ? nullptr : &overlays, cancel);
        if (prediction.judgement.interrupted || cancel.isCancelled()) {
            endProgress();
            printMessage(u"Interrupted after %1 of %2 files."_s.arg(done - 1).arg(total));
            return Interrupted;
        }
        relations.tell(prediction.judgement, prediction.film, file, cancel);
        print(prediction, options, manifest);
        if (prediction.judgement.status != Judgement::Status::Ok)
            status = SomeFailed;
    }
    if (const QString concerns = relations.concerns(); !concerns.isEmpty())
        printMessage(concerns);
    if (const QString leftOut = companionText(found->companions); !leftOut.isEmpty())
        printMessage(leftOut);
    printIntendedUse();
    return status;
}

} // namespace

int predictCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Classifies chest radiographs (DICOM, PNG, JPEG, BMP, TIFF)."_s);
    const QCommandLineOption model(u"model"_s, u"Model package to use."_s, u"DIR"_s,
                                   defaultModelDir());
    const QCommandLineOption json(u"json"_s, u"One JSON object a line."_s);
    const QCommandLineOption saliency(
        u"saliency"_s, u"Writes the pictures with the saliency map laid over them."_s, u"DIR"_s);
    const QCommandLineOption replace(u"replace"_s,
                                     u"Lets overlays replace files that are none of CCAD's."_s);
    const QCommandLineOption identifiers(u"with-identifiers"_s,
                                         u"Adds the patient ID to the JSON."_s);
    const QCommandLineOption severity(
        u"severity"_s,
        u"Adds extent and opacity, where the model has been given them: a research "
        "output, not a measurement."_s);
    parser.addOptions({model, json, saliency, replace, severity, identifiers});
    parser.addPositionalArgument(u"PATH"_s,
                                 u"Studies to classify; folders, archives and DICOMDIRs stand for "
                                 "the studies in them."_s,
                                 u"PATH..."_s);
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    const Options options{
        parser.positionalArguments(), parser.value(model),
        parser.value(saliency),       parser.isSet(replace) ? Existing::Replace : Existing::Keep,
        parser.isSet(json),           {parser.isSet(identifiers), parser.isSet(severity)}};
    if (options.paths.isEmpty())
        return wrongUsage(u"No file is given."_s, usage);
    if (parser.isSet(saliency) && options.saliency.isEmpty())
        return wrongUsage(u"--saliency needs a folder."_s, usage);
    if (parser.isSet(replace) && options.saliency.isEmpty())
        return wrongUsage(u"--replace belongs to --saliency."_s, usage);

    if (options.extras.identifiers && !options.json)
        return wrongUsage(u"--with-identifiers belongs to --json."_s, usage);

    (void)interruptToken(); // from here on Ctrl+C is answered in order
    decoding().prepare(); // while the model is loaded
    const auto classifier = Classifier::load(options.model);
    if (!classifier)
        return failWith(classifier.error());
    if (options.extras.severity && (*classifier)->severity() == nullptr)
        return wrongUsage(u"The model package %1 has no severity scores; ccad-cli "
                          "severity fit makes them from scored images."_s.arg(options.model),
                          usage);
    return predictAll(options, **classifier);
}

} // namespace ccad::cli
