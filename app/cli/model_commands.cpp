// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/model_threshold.h"

#include "core/model/imported_weights.h"
#include "core/model/model_package.h"
#include "core/model/package_export.h"

#include <QJsonArray>

namespace ccad::cli {
namespace {

const QString usage = QStringLiteral("ccad-cli model info DIR [--json]\n"
                                     "       ccad-cli model verify DIR\n"
                                     "       ccad-cli model import FILE --out DIR\n"
                                     "       ccad-cli model export DIR --out DIR "
                                     "[--acknowledge WORDS]\n"
                                     "       ccad-cli model threshold DIR --sensitivity F | "
                                     "--value F");

QString key(const char* name)
{
    return QString::fromLatin1(name);
}

QJsonObject infoJson(const ModelManifest& manifest, const QString& folder)
{
    const ParameterCount count = parameterCount(manifest.network);
    // The manifest itself, with the figures that follow from it.
    QJsonObject json = toJson(manifest);
    json[key("folder")] = folder;
    json[key("sha256")] = manifest.weightsSha256;
    json[key("parameters")]
        = QJsonObject{{key("total"), static_cast<qint64>(count.extractor + count.head)},
                      {key("extractor"), static_cast<qint64>(count.extractor)},
                      {key("head"), static_cast<qint64>(count.head)}};
    return json;
}

QString classesText(const ModelManifest& manifest)
{
    constexpr std::size_t shown = 12; // an imported network may have a thousand
    QStringList names;
    for (std::size_t i = 0; i < manifest.classes.size() && i < shown; ++i) {
        const ModelClass& entry = manifest.classes[i];
        const bool hasTitle = !entry.title.isEmpty() && entry.title != entry.name;
        names.append(hasTitle ? QStringLiteral("%1 (%2)").arg(entry.name, entry.title)
                              : entry.name);
    }
    if (manifest.classes.size() > shown)
        names.append(QStringLiteral("and %1 more").arg(manifest.classes.size() - shown));
    return names.join(QStringLiteral(", "));
}

QString auditText(const AuditMark& audit)
{
    return audit.verdict == AuditMark::Verdict::NotAudited
        ? QStringLiteral("never")
        : QStringLiteral("%1. %2").arg(verdictName(audit.verdict), audit.sentence);
}

QString sensitivitiesText(const ModelManifest& manifest)
{
    QStringList choices;
    for (const SensitivityThreshold& choice : manifest.operatingPoints)
        choices.append(choice.threshold
                           ? QStringLiteral("%1 from %2").arg(choice.target).arg(*choice.threshold)
                           : QStringLiteral("%1 not known").arg(choice.target));
    return choices.isEmpty() ? QStringLiteral("not known") : choices.join(QStringLiteral(", "));
}

QString infoText(const ModelManifest& manifest)
{
    const QString age = manifest.minimumAgeYears
        ? QStringLiteral("%1 years").arg(*manifest.minimumAgeYears)
        : QStringLiteral("not known");
    const QString outside = manifest.externalEvaluation.isEmpty() ? QStringLiteral("never")
                                                                  : manifest.externalEvaluation;
    QStringList lines = {
        QStringLiteral("Name: %1 %2").arg(manifest.name, manifest.version),
        QStringLiteral("Classes: %1").arg(classesText(manifest)),
        QStringLiteral("Positive: probability of %1 at least %2")
            .arg(manifest.classes[static_cast<std::size_t>(manifest.positiveClass)].name)
            .arg(manifest.threshold),
        QStringLiteral("Sensitivity on validation images: %1").arg(sensitivitiesText(manifest)),
        QStringLiteral("Temperature: %1").arg(manifest.temperature),
        QStringLiteral("Youngest patient in training: %1").arg(age),
        QStringLiteral("Tested on outside data: %1").arg(outside),
        QStringLiteral("Shortcut audit: %1").arg(auditText(manifest.audit)),
        QStringLiteral("SHA-256 of the weights: %1").arg(manifest.weightsSha256),
        QString(),
        modelSummary(manifest.network, true),
        QStringLiteral("Trainable when every layer is fine-tuned:"),
        modelSummary(manifest.network, false).section(u'\n', -3, -2),
    };
    if (!manifest.provenance.isEmpty())
        lines << QString()
              << QStringLiteral("Data, recipe, curves and results: its MODEL_CARD.md, or --json.");
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
    printLine(QStringLiteral("%1 is whole: %2 %3, %4 tensors, SHA-256 %5.")
                  .arg(folder, package->manifest.name, package->manifest.version)
                  .arg(package->weights.tensors.size())
                  .arg(package->manifest.weightsSha256));
    return AllDone;
}

int import(const QString& file, const QString& folder)
{
    if (auto target = checkPackageTarget(folder); !target)
        return failWith(target.error());
    const auto package = importWeightFile(file);
    if (!package)
        return failWith(package.error());
    if (auto saved = saveModelPackage(*package, folder); !saved)
        return failWith(saved.error());
    printLine(
        QStringLiteral("%1: MobileNetV2 of width %2 with %3 outputs, as base weights for training.")
            .arg(folder)
            .arg(package->manifest.network.widthMultiplier)
            .arg(package->manifest.network.classes));
    return AllDone;
}

int exportTo(const QString& folder, const QString& target, const QString& acknowledgement)
{
    if (auto done = exportModelPackage(folder, target, acknowledgement); !done)
        return failWith(done.error());
    printLine(QStringLiteral("%1 was copied to %2.").arg(folder, target));
    return AllDone;
}

} // namespace

int modelCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Describes, checks and imports model packages."));
    const QCommandLineOption json(QStringLiteral("json"),
                                  QStringLiteral("Describes as one JSON object."));
    const QCommandLineOption out(QStringLiteral("out"), QStringLiteral("Package folder to write."),
                                 QStringLiteral("DIR"));
    const QCommandLineOption acknowledge(
        QStringLiteral("acknowledge"),
        QStringLiteral("Words that a model asks for whose shortcut audit is red."),
        QStringLiteral("WORDS"));
    const QCommandLineOption sensitivity(
        QStringLiteral("sensitivity"),
        QStringLiteral("Sensitivity that validation images are to reach, as 0.95."),
        QStringLiteral("F"));
    const QCommandLineOption value(QStringLiteral("value"),
                                   QStringLiteral("The threshold itself, 0 to 1."),
                                   QStringLiteral("F"));
    parser.addOptions({json, out, acknowledge, sensitivity, value});
    parser.addPositionalArgument(QStringLiteral("ACTION"),
                                 QStringLiteral("info, verify, import, export or threshold."));
    parser.addPositionalArgument(QStringLiteral("PATH"),
                                 QStringLiteral("Package folder or weight file."));
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    const QStringList words = parser.positionalArguments();
    if (words.size() != 2)
        return wrongUsage(QStringLiteral("An action and one path are needed."), usage);
    const QString& action = words[0];
    const bool isExport = action == QStringLiteral("export");
    const bool writes = isExport || action == QStringLiteral("import");
    if (writes == parser.value(out).isEmpty())
        return wrongUsage(QStringLiteral("--out DIR belongs to import and export, which need it."),
                          usage);
    if (parser.isSet(json) && action != QStringLiteral("info"))
        return wrongUsage(QStringLiteral("--json belongs to info."), usage);
    const bool isThreshold = action == QStringLiteral("threshold");
    const int thresholds = (parser.isSet(sensitivity) ? 1 : 0) + (parser.isSet(value) ? 1 : 0);
    if (thresholds != (isThreshold ? 1 : 0))
        return wrongUsage(QStringLiteral("--sensitivity or --value, one of them, belongs to "
                                         "threshold."),
                          usage);
    if (parser.isSet(acknowledge) && !isExport)
        return wrongUsage(QStringLiteral("--acknowledge belongs to export."), usage);
    if (isThreshold)
        return setThreshold(words[1], parser.value(sensitivity), parser.value(value), usage);
    if (isExport)
        return exportTo(words[1], parser.value(out), parser.value(acknowledge));
    if (writes)
        return import(words[1], parser.value(out));
    if (action == QStringLiteral("info"))
        return info(words[1], parser.isSet(json));
    if (action == QStringLiteral("verify"))
        return verify(words[1]);
    return wrongUsage(QStringLiteral("There is no action \"%1\".").arg(action), usage);
}

} // namespace ccad::cli
