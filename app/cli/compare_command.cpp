// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/evaluation_text.h"
#include "core/base/json_number.h"
#include "core/evaluation/model_results.h"
#include "core/statistics/interval_json.h"
#include "core/statistics/interval_text.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage = u"ccad-cli compare DIR DIR [--class NAME] [--json]"_s;

QJsonObject toJson(const ModelComparison& comparison, const QString& className)
{
    QJsonObject json{{u"class"_s, className},
                     {u"images"_s, comparison.images},
                     {u"only_first"_s, comparison.onlyFirst},
                     {u"only_second"_s, comparison.onlySecond},
                     {u"z"_s, jsonNumber(comparison.auc.z)},
                     {u"p"_s, jsonNumber(comparison.auc.p)}};
    writeInterval(comparison.auc.first, u"first_auc"_s, json);
    writeInterval(comparison.auc.second, u"second_auc"_s, json);
    writeInterval(comparison.auc.difference, u"difference"_s, json);
    return json;
}

QStringList comparisonText(const QJsonObject& json, const QStringList& folders)
{
    const QJsonValue p = json[u"p"_s];
    return {u"%1 against the rest, on the %2 images that both were tested on (%3 only "
            "in the first test, %4 only in the second)"_s.arg(
                json[u"class"_s].toString(), QString::number(json[u"images"_s].toInt()),
                QString::number(json[u"only_first"_s].toInt()),
                QString::number(json[u"only_second"_s].toInt())),
            u"%1: AUC %2"_s.arg(folders[0], figureWithInterval(json, u"first_auc"_s)),
            u"%1: AUC %2"_s.arg(folders[1], figureWithInterval(json, u"second_auc"_s)),
            u"Difference %1; DeLong's test: z %2, p %3"_s.arg(
                figureWithInterval(json, u"difference"_s), figure(json[u"z"_s]),
                p.isDouble() ? QString::number(p.toDouble(), 'g', 3) : u"-"_s)};
}

} // namespace

int compareCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Compares two models, given as packages or as folders that evaluate wrote, on the images\n"
        "that both were tested on, by DeLong's paired test."_s);
    const QCommandLineOption className(
        u"class"_s, u"Class to compare on (default: the first model's positive class)."_s,
        u"NAME"_s);
    const QCommandLineOption json(u"json"_s, u"One JSON object."_s);
    parser.addOptions({className, json});
    parser.addPositionalArgument(u"DIR"_s, u"Package or results."_s, u"DIR DIR"_s);
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    const QStringList folders = parser.positionalArguments();
    if (folders.size() != 2)
        return wrongUsage(u"Two models are needed."_s, usage);
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
