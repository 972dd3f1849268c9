// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/evaluation_text.h"

#include "core/evaluation/json_number.h"
#include "core/evaluation/model_results.h"

namespace ccad::cli {
namespace {

const QString usage = QStringLiteral("ccad-cli compare DIR DIR [--class NAME] [--json]");

void add(QJsonObject& json, const QString& key, const Interval& interval)
{
    json[key] = jsonNumber(interval.value);
    json[key + QStringLiteral("_low")] = jsonNumber(interval.low);
    json[key + QStringLiteral("_high")] = jsonNumber(interval.high);
}

QJsonObject toJson(const ModelComparison& comparison, const QString& className)
{
    QJsonObject json{{QStringLiteral("class"), className},
                     {QStringLiteral("images"), comparison.images},
                     {QStringLiteral("only_first"), comparison.onlyFirst},
                     {QStringLiteral("only_second"), comparison.onlySecond},
                     {QStringLiteral("z"), jsonNumber(comparison.auc.z)},
                     {QStringLiteral("p"), jsonNumber(comparison.auc.p)}};
    add(json, QStringLiteral("first_auc"), comparison.auc.first);
    add(json, QStringLiteral("second_auc"), comparison.auc.second);
    add(json, QStringLiteral("difference"), comparison.auc.difference);
    return json;
}

QStringList comparisonText(const QJsonObject& json, const QStringList& folders)
{
    const QJsonValue p = json[QStringLiteral("p")];
    return {
        QStringLiteral("%1 against the rest, on the %2 images that both were tested on (%3 only "
                       "in the first test, %4 only in the second)")
            .arg(json[QStringLiteral("class")].toString())
            .arg(json[QStringLiteral("images")].toInt())
            .arg(json[QStringLiteral("only_first")].toInt())
            .arg(json[QStringLiteral("only_second")].toInt()),
        QStringLiteral("%1: AUC %2")
            .arg(folders[0], figureWithInterval(json, QStringLiteral("first_auc"))),
        QStringLiteral("%1: AUC %2")
            .arg(folders[1], figureWithInterval(json, QStringLiteral("second_auc"))),
        QStringLiteral("Difference %1; DeLong's test: z %2, p %3")
            .arg(figureWithInterval(json, QStringLiteral("difference")),
                 figure(json[QStringLiteral("z")]),
                 p.isDouble() ? QString::number(p.toDouble(), 'g', 3) : QStringLiteral("-"))};
}

} // namespace

int compareCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Compares two models, given as packages or as folders that evaluate wrote, on the images\n"
        "that both were tested on, by DeLong's paired test."));
    const QCommandLineOption className(
        QStringLiteral("class"),
        QStringLiteral("Class to compare on (default: the first model's positive class)."),
        QStringLiteral("NAME"));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("One JSON object."));
    parser.addOptions({className, json});
    parser.addPositionalArgument(QStringLiteral("DIR"), QStringLiteral("Package or results."),
                                 QStringLiteral("DIR DIR"));
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    const QStringList folders = parser.positionalArguments();
    if (folders.size() != 2)
        return wrongUsage(QStringLiteral("Two models are needed."), usage);
    const auto first = loadModelResults(folders[0]);
    if (!first)
        return failWith(first.error());
    const auto second = loadModelResults(folders[1]);
    if (!second)
        return failWith(second.error());
    const ModelManifest& manifest = first->manifest;
    const QString wanted = parser.isSet(className)
        ? parser.value(className)
        : manifest.classes[static_cast<std::size_t>(manifest.positiveClass)].name;
    const auto comparison = compareModels(*first, *second, wanted);
    if (!comparison) {
        printMessage(comparison.error().message);
        return SomeFailed; // the inputs do not fit each other; the usage was right
    }
    const QJsonObject result = toJson(*comparison, wanted);
    if (parser.isSet(json))
        printJson(result);
    else
        for (const QString& line : comparisonText(result, folders))
            printLine(line);
    return AllDone;
}

} // namespace ccad::cli
