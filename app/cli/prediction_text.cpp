// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/prediction_text.h"

#include "app/cli/console.h"
#include "core/imaging/spacing_words.h"
#include "core/inference/possible_classes.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QJsonValue unknown(QJsonValue::Null);

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? unknown : QJsonValue(text);
}

const ModelClass& classAt(const ModelManifest& manifest, int index)
{
    return manifest.classes[static_cast<std::size_t>(index)];
}

QJsonObject milliseconds(const FilePrediction& prediction)
{
    const auto& finding = prediction.judgement.finding;
    const auto time = [&](double Timings::*part) {
        return finding ? QJsonValue(finding->timings.*part) : unknown;
    };
    return {{u"decode"_s, prediction.decodeMs ? QJsonValue(*prediction.decodeMs) : unknown},
            {u"preprocess"_s, time(&Timings::preprocessMs)},
            {u"infer"_s, time(&Timings::inferMs)},
            {u"explain"_s, time(&Timings::explainMs)},
            {u"total"_s, time(&Timings::totalMs)}};
}

QJsonValue probabilities(const FilePrediction& prediction, const ModelManifest& manifest)
{
    const auto& finding = prediction.judgement.finding;
    if (!finding)
        return unknown;
    QJsonObject json;
    for (std::size_t i = 0; i < manifest.classes.size(); ++i)
        json[manifest.classes[i].name] = static_cast<double>(finding->probabilities[i]);
    return json;
}

QJsonValue possibleJson(const FilePrediction& prediction, const ModelManifest& manifest)
{
    const auto& finding = prediction.judgement.finding;
    if (!finding || !finding->possible)
        return unknown;
    QJsonArray names;
    for (const int index : *finding->possible)
        names.append(classAt(manifest, index).name);
    return QJsonObject{{u"coverage"_s, manifest.predictionSets->coverage}, {u"classes"_s, names}};
}

/// A sentence where several classes or none remain possible.
QString doubt(const Finding& finding, const ModelManifest& manifest)
{
    if (!finding.possible || finding.possible->size() == 1)
        return {};
    return possibleClassesSentence(finding, manifest);
}

QJsonValue severityJson(const FilePrediction& prediction)
{
    const auto& finding = prediction.judgement.finding;
    if (!finding || finding->severity.empty())
        return unknown;
    QJsonObject json;
    for (const SeverityEstimate& estimate : finding->severity)
        json[severityName(estimate.score)]
            = QJsonObject{{u"value"_s, estimate.value},
                          {u"low"_s, estimate.low},
                          {u"high"_s, estimate.high},
                          {u"maximum"_s, severityMaximum(estimate.score)}};
    return json;
}

QJsonValue spacingJson(const std::optional<PixelSpacing>& spacing)
{
    if (!spacing)
        return unknown;
    return QJsonObject{{u"row_mm"_s, spacing->rowMm},
                       {u"column_mm"_s, spacing->columnMm},
                       {u"kind"_s, spacingSourceName(spacing->source)},
                       {u"magnification"_s, spacing->magnification}};
}

int widthOf(const ModelClass& entry)
{
    return std::max(8, static_cast<int>(entry.name.size()) + 3);
}

int labelWidth(const ModelManifest& manifest)
{
    qsizetype longest = 5;
    for (const ModelClass& entry : manifest.classes)
        longest = std::max(longest, entry.name.size());
    return static_cast<int>(longest) + 2;
}

} // namespace

QJsonObject predictionJson(const FilePrediction& prediction, const ModelManifest& manifest,
                           PredictionExtras extras)
{
    const auto& finding = prediction.judgement.finding;
    QJsonObject json{
        {u"file"_s, prediction.file},
        {u"status"_s, wordFor(prediction.judgement.status)},
        {u"reason"_s, textOrNull(prediction.judgement.reason)},
        {u"warnings"_s, QJsonArray::fromStringList(prediction.judgement.warnings())},
        {u"notes"_s, notesToJson(prediction.judgement.notes())},
        {u"label"_s, finding ? QJsonValue(classAt(manifest, finding->label).name) : unknown},
        {u"probabilities"_s, probabilities(prediction, manifest)},
        {u"threshold"_s, manifest.threshold},
        {u"positive"_s, finding ? QJsonValue(finding->positive) : unknown},
        {u"possible"_s, possibleJson(prediction, manifest)},
        {u"model"_s,
         QJsonObject{{u"name"_s, manifest.name}, {u"sha256"_s, manifest.weightsSha256}}},
        {u"view"_s, textOrNull(viewName(prediction.view))},
        {u"spacing"_s, spacingJson(prediction.spacing)},
        {u"milliseconds"_s, milliseconds(prediction)},
    };
    if (extras.severity)
        json[u"severity"_s] = severityJson(prediction);
    if (extras.identifiers)
        json[u"patient_id"_s] = textOrNull(prediction.film.person.patientId);
    return json;
}

QString tableHeader(const ModelManifest& manifest)
{
    QString line = u"status   "_s + u"label"_s.leftJustified(labelWidth(manifest));
    for (const ModelClass& entry : manifest.classes)
        line += (u"p_"_s + entry.name).leftJustified(widthOf(entry));
    return line + u"positive  file"_s;
}

QString tableRow(const FilePrediction& prediction, const ModelManifest& manifest,
                 PredictionExtras extras)
{
    const QString none(u'-');
    const auto& finding = prediction.judgement.finding;
    QString line = wordFor(prediction.judgement.status).leftJustified(9);
    line += (finding ? classAt(manifest, finding->label).name : none)
                .leftJustified(labelWidth(manifest));
    for (std::size_t i = 0; i < manifest.classes.size(); ++i) {
        const QString number = finding
            ? QString::number(static_cast<double>(finding->probabilities[i]), 'f', 3)
            : none;
        line += number.leftJustified(widthOf(manifest.classes[i]));
    }
    const QString positive = !finding ? none : finding->positive ? u"yes"_s : u"no"_s;
    line += positive.leftJustified(10) + prediction.file;
    QStringList notes = prediction.judgement.warnings();
    if (!prediction.judgement.reason.isEmpty())
        notes.prepend(prediction.judgement.reason);
    if (const QString words = finding ? doubt(*finding, manifest) : QString(); !words.isEmpty())
        notes.append(words);
    if (extras.severity && finding && !finding->severity.empty())
        notes.append(severitySentence(finding->severity));
    if (!notes.isEmpty())
        line += u"  (%1)"_s.arg(notes.join(u' '));
    return onOneLine(line);
}

} // namespace ccad::cli
