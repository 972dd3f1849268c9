// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/model_threshold.h"
#include "core/package/imported_weights.h"
#include "core/package/model_package.h"
#include "core/package/package_export.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage = u"ccad-cli model info DIR [--json]\n"
                      "       ccad-cli model verify DIR\n"
                      "       ccad-cli model import FILE --out DIR [--replace]\n"
                      "       ccad-cli model export DIR --out DIR [--replace] "
                      "[--acknowledge WORDS] [--with-cases]\n"
                      "       ccad-cli model threshold DIR --sensitivity F | "
                      "--value F"_s;

QJsonObject infoJson(const ModelManifest& manifest, const QString& folder)
{
    const ParameterCount count = parameterCount(manifest.network);
    // The manifest itself, with the figures that follow from it.
    QJsonObject json = toJson(manifest);
    json[u"folder"_s] = folder;
    json[u"sha256"_s] = manifest.weightsSha256;
    json[u"parameters"_s]
        = QJsonObject{{u"total"_s, static_cast<qint64>(count.extractor + count.head)},
                      {u"extractor"_s, static_cast<qint64>(count.extractor)},
                      {u"head"_s, static_cast<qint64>(count.head)}};
    return json;
}

QString classesText(const ModelManifest& manifest)
{
    constexpr std::size_t shown = 12; // an imported network may have a thousand
    QStringList names;
    for (std::size_t i = 0; i < manifest.classes.size() && i < shown; ++i) {
        const ModelClass& entry = manifest.classes[i];
        const bool hasTitle = !entry.title.isEmpty() && entry.title != entry.name;
        names.append(hasTitle ? u"%1 (%2)"_s.arg(entry.name, entry.title) : entry.name);
    }
    if (manifest.classes.size() > shown)
        names.append(u"and %1 more"_s.arg(manifest.classes.size() - shown));
    return names.join(u", "_s);
}

QString auditText(const AuditSummary& audit)
{
    return audit.colour == AuditSummary::Colour::NotAudited
        ? u"never"_s
        : u"%1. %2"_s.arg(auditColourName(audit.colour), audit.sentence);
}

QString sensitivitiesText(const ModelManifest& manifest)
{
    QStringList choices;
    for (const SensitivityThreshold& choice : manifest.operatingPoints)
        choices.append(choice.threshold ? u"%1 from %2"_s.arg(choice.target).arg(*choice.threshold)
                                        : u"%1 not known"_s.arg(choice.target));
    return choices.isEmpty() ? u"not known"_s : choices.join(u", "_s);
}

QString infoText(const ModelManifest& manifest)
{
    const QString age
        = manifest.minimumAgeYears ? u"%1 years"_s.arg(*manifest.minimumAgeYears) : u"not known"_s;
    const QString outside
        = manifest.externalEvaluation.isEmpty() ? u"never"_s : manifest.externalEvaluation;
    QStringList lines = {
        u"Name: %1 %2"_s.arg(manifest.name, manifest.version),
        u"Classes: %1"_s.arg(classesText(manifest)),
        u"Positive: probability of %1 at least %2"_s.arg(
            manifest.classes[static_cast<std::size_t>(manifest.positiveClass)].name,
            QString::number(manifest.threshold)),
        u"Sensitivity on validation images: %1"_s.arg(sensitivitiesText(manifest)),
        u"Temperature: %1"_s.arg(manifest.temperature),
        u"Youngest patient in training: %1"_s.arg(age),
        u"Tested on outside data: %1"_s.arg(outside),
        u"Shortcut audit: %1"_s.arg(auditText(manifest.audit)),
        u"SHA-256 of the weights: %1"_s.arg(manifest.weightsSha256),
        QString(),
        modelSummary(manifest.network, true),
        u"Trainable when every layer is fine-tuned:"_s,
        modelSummary(manifest.network, false).section(u'\n', -3, -2),
    };
    if (!manifest.provenance.isEmpty())
        lines << QString() << u"Data, recipe, curves and results: its MODEL_CARD.md, or --json."_s;
    return lines.join(u'\n');
}

int info(const QString& folder, bool asJson)
{
    // The whole package is checked: what is described is what would be used.
    const auto package = loadModelPackage(folder);
    if (!package)
        return failWith(package.error());
    if (asJson)
        printJson(infoJson(package->manifest, folder));
    else
        printLine(infoText(package->manifest));
    return AllDone;
}

int verify(const QString& folder)
{
    const auto package = loadModelPackage(folder);
    if (!package)
        return failWith(package.error());
    printLine(u"%1 is whole: %2 %3, %4 tensors, SHA-256 %5."_s.arg(
        folder, package->manifest.name, package->manifest.version,
        QString::number(package->weights.tensors.size()), package->manifest.weightsSha256));
    return AllDone;
}

int import(const QString& file, const QString& folder, Existing existing)
{
    if (auto target = checkPackageTarget(folder, existing); !target)
        return failWith(target.error());
    const auto package = importWeightFile(file);
    if (!package)
        return failWith(package.error());
    if (auto saved = saveModelPackage(*package, folder, existing); !saved)
        return failWith(saved.error());
    printLine(u"%1: MobileNetV2 of width %2 with %3 outputs, as base weights for training."_s.arg(
        folder, QString::number(package->manifest.network.widthMultiplier),
        QString::number(package->manifest.network.classes)));
    return AllDone;
}

int exportTo(const QString& folder, const QString& target, const QString& acknowledgement,
             Existing existing, CaseRows rows)
{
    if (auto done = exportModelPackage(folder, target, acknowledgement, existing, rows); !done)
        return failWith(done.error());
    printLine(u"%1 was copied to %2."_s.arg(folder, target));
    printMessage(rows == CaseRows::GoAlong
                     ? u"Its lists of images went along: they name files, labels and patients' "
                       "pseudonyms."_s
                     : u"Its lists of images stayed here."_s);
    return AllDone;
}

} // namespace

int modelCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Describes, checks and imports model packages."_s);
    const QCommandLineOption json(u"json"_s, u"Describes as one JSON object."_s);
    const QCommandLineOption out(u"out"_s, u"Package folder to write."_s, u"DIR"_s);
    const QCommandLineOption acknowledge(
        u"acknowledge"_s, u"Words that a model asks for whose shortcut audit is red."_s,
        u"WORDS"_s);
    const QCommandLineOption sensitivity(
        u"sensitivity"_s, u"Sensitivity that validation images are to reach, as 0.95."_s, u"F"_s);
    const QCommandLineOption value(u"value"_s, u"The threshold itself, 0 to 1."_s, u"F"_s);
    const QCommandLineOption replace(
        u"replace"_s,
        u"Replaces the package that is in --out already; it stays as DIR.old until "
        "the next one is replaced."_s);
    const QCommandLineOption withCases(
        u"with-cases"_s,
        u"Exports the lists of images that it was tried on, too: names of files, labels, patients' "
        "pseudonyms, the folder of the data."_s);
    parser.addOptions({json, out, replace, acknowledge, withCases, sensitivity, value});
    parser.addPositionalArgument(u"ACTION"_s, u"info, verify, import, export or threshold."_s);
    parser.addPositionalArgument(u"PATH"_s, u"Package folder or weight file."_s);
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    const QStringList words = parser.positionalArguments();
    if (words.size() != 2)
        return wrongUsage(u"An action and one path are needed."_s, usage);
    const QString& action = words[0];
    const bool isExport = action == u"export"_s;
    const bool writes = isExport || action == u"import"_s;
    if (writes == parser.value(out).isEmpty())
        return wrongUsage(u"--out DIR belongs to import and export, which need it."_s, usage);
    if (parser.isSet(replace) && !writes)
        return wrongUsage(u"--replace belongs to import and export."_s, usage);
    const Existing existing = parser.isSet(replace) ? Existing::Replace : Existing::Keep;
    if (parser.isSet(json) && action != u"info"_s)
        return wrongUsage(u"--json belongs to info."_s, usage);
    const bool isThreshold = action == u"threshold"_s;
    const int thresholds = (parser.isSet(sensitivity) ? 1 : 0) + (parser.isSet(value) ? 1 : 0);
    if (thresholds != (isThreshold ? 1 : 0))
        return wrongUsage(u"--sensitivity or --value, one of them, belongs to "
                          "threshold."_s,
                          usage);
    if ((parser.isSet(acknowledge) || parser.isSet(withCases)) && !isExport)
        return wrongUsage(u"--acknowledge and --with-cases belong to export."_s, usage);
    if (isThreshold)
        return setThreshold(words[1], parser.value(sensitivity), parser.value(value), usage);
    if (isExport)
        return exportTo(words[1], parser.value(out), parser.value(acknowledge), existing,
                        parser.isSet(withCases) ? CaseRows::GoAlong : CaseRows::StayHere);
    if (writes)
        return import(words[1], parser.value(out), existing);
    if (action == u"info"_s)
        return info(words[1], parser.isSet(json));
    if (action == u"verify"_s)
        return verify(words[1]);
    return wrongUsage(u"There is no action \"%1\"."_s.arg(action), usage);
}

} // namespace ccad::cli
