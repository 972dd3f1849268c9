// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"
#include "app/cli/commands.h"
#include "core/base/files.h"
#include "core/package/package_export.h"
#include "core/severity_fitting/severity_fit.h"

#include <QDir>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli severity fit MANIFEST (--out DIR [--replace] | --record) [--model DIR]\n"
      "       [--figures-only]\n"
      "       [--extent-column NAME] [--opacity-column NAME] [--spo2-column NAME]\n"
      "       [--where COLUMN=VALUE,...] [--patients auto|none|REGEX] [--seed N] [--json]"_s;

struct Options
{
    QString model;
    SeverityRequest request;
    QString out; ///< empty: the package itself
    Existing existing = Existing::Keep; ///< of a package in `out`
    bool figuresOnly = false;
    bool json = false;
};

void prepare(CommandOptions& options)
{
    options.addValue("out", "Folder for a copy of the package with the scores.", "DIR");
    options.addFlag("replace",
                    "Replaces the package that is in --out already; it stays as DIR.old until the "
                    "next one is replaced.");
    options.addFlag("record", "Writes the scores into the package itself.");
    options.addFlag("figures-only",
                    "Writes severity.json and the card's section, but not the regression: for "
                    "packages that are given away while the scored images must not be.");
    options.addModel();
    options.addRows("A manifest.csv with columns for the scores.");
    options.addValue("extent-column", "Column of extent, 0 to 8 (default: extent).", "NAME");
    options.addValue("opacity-column", "Column of opacity, 0 to 6 (default: opacity).", "NAME");
    options.addValue("spo2-column", "Column of SpO2 in % (default: spo2).", "NAME");
    options.addValue("seed", "Seed of folds and intervals (default: 1).", "N");
    options.addFlag("json", "Prints severity.json as one line.");
}

Error invalid(const char* message)
{
    return {ErrorCode::InvalidArgument, QString::fromLatin1(message), {}};
}

/// Error: InvalidArgument.
Result<Options> optionsFrom(CommandOptions& given)
{
    auto data = given.datasetChoice();
    if (!data)
        return data.error();
    Options options;
    options.model = given.model();
    options.out = given.text("out");
    if (given.isSet("out") == given.isSet("record"))
        return invalid("Either --out DIR or --record is needed.");
    if (given.isSet("out") && options.out.isEmpty())
        return invalid("--out needs a folder.");
    if (given.isSet("replace") && !given.isSet("out"))
        return invalid("--replace belongs to --out.");
    if (given.isSet("replace"))
        options.existing = Existing::Replace;
    SeverityRequest& request = options.request;
    request.manifest = data->path;
    request.filters = std::move(data->filters);
    request.patientKey = std::move(data->patientKey);
    request.scoreColumns = {given.text("extent-column", request.scoreColumns[0]),
                            given.text("opacity-column", request.scoreColumns[1])};
    request.saturationColumn = given.text("spo2-column", request.saturationColumn);
    given.read("seed", request.seed);
    options.figuresOnly = given.isSet("figures-only");
    options.json = given.isSet("json");
    return options;
}

QByteArray jsonBytes(const SeverityReport& report)
{
    return QJsonDocument(severityJson(report)).toJson();
}

void print(const SeverityReport& report, bool json)
{
    if (json)
        printJson(severityJson(report));
    else
        printLine(severityText(report).trimmed());
    for (const QString& note : report.notes)
        printMessage(note);
    for (const QString& file : report.unreadable)
        printMessage(u"Left out, cannot be read: %1"_s.arg(file));
}

/// Into the copy or the package itself.
Result<void> save(const Options& options, const ModelManifest& manifest,
                  const FittedSeverity& fitted)
{
    const QString folder = options.out.isEmpty() ? options.model : options.out;
    if (!options.out.isEmpty())
        // The audit goes with the copy, in its manifest and its card.
        if (auto copied = exportModelPackage(options.model, folder,
                                             acknowledgementFor(manifest.audit), options.existing,
                                             CaseRows::GoAlong); // it stays with its owner
            !copied)
            return copied;
    const QByteArray part = options.figuresOnly ? QByteArray() : fitted.model.toBytes();
    if (auto saved = saveSeverity(folder, part, severityText(fitted.report)); !saved)
        return saved;
    return writeFileAtomically(QDir(folder).filePath(u"severity.json"_s), jsonBytes(fitted.report));
}

void sayWhatWasSaved(const Options& options, const SeverityReport& report)
{
    const QString folder = options.out.isEmpty() ? options.model : options.out;
    printMessage(u"%1 of %2 now."_s.arg(options.figuresOnly ? u"The figures are part"_s
                                                            : u"The severity scores are part"_s,
                                        folder));
    if (report.notRedistributable > 0 && !options.figuresOnly)
        printMessage(u"%1 of the scored images must not be given away: do not pass "
                     "on this package with its severity.safetensors "
                     "(--figures-only leaves it out)."_s.arg(report.notRedistributable));
    printIntendedUse();
}

int fitAndSave(const Options& options, const Classifier& classifier)
{
    if (!options.out.isEmpty())
        if (auto target = checkPackageTarget(options.out, options.existing); !target)
            return failWith(target.error());
    const auto fitted
        = fitSeverity(classifier, options.request, interruptToken(), terminalProgress());
    endProgress();
    if (!fitted)
        return failWith(fitted.error());
    print(fitted->report, options.json); // first: a full disk must not cost the figures
    if (auto saved = save(options, classifier.manifest(), *fitted); !saved)
        return failWith(saved.error());
    sayWhatWasSaved(options, fitted->report);
    return fitted->report.unreadable.isEmpty() ? AllDone : SomeFailed;
}

} // namespace

int severityCommand(const QStringList& arguments)
{
    const QString fit = u"fit"_s;
    const bool asksForHelp = arguments.value(0) == u"--help"_s || arguments.value(0) == u"-h";
    if (arguments.value(0) != fit && !asksForHelp)
        return wrongUsage(u"\"severity\" is followed by \"fit\"."_s, usage);
    CommandOptions options(
        u"Fits the scores extent and opacity to the features of a model, tries them on "
        "patients apart and\nlooks at their relation to SpO2. Writes severity.json, a section "
        "of the model card and what\n\"predict --severity\" needs. A research output."_s,
        usage);
    prepare(options);
    return runWithModel<Options>(options, asksForHelp ? arguments : arguments.mid(1), optionsFrom,
                                 fitAndSave);
}

} // namespace ccad::cli
