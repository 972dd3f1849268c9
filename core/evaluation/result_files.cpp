// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/evaluation/internal/predictions_csv.h"
#include "core/evaluation/internal/roc_svg.h"
#include "core/evaluation/metrics_json.h"
#include "core/evaluation/model_results.h"
#include "core/statistics/roc.h"

#include <QJsonDocument>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

QString exact(double value)
{
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

QByteArray rocCsv(const ModelResults& results)
{
    QByteArray csv = "class,threshold,false_positive_rate,true_positive_rate\n";
    for (std::size_t i = 0; i < results.manifest.classes.size(); ++i) {
        const ClassScores scores = classScores(results.test.items, static_cast<int>(i));
        const RocCurve curve(scores.scores, scores.positive);
        for (const RocPoint& point : curve.points())
            csv += csvLine({spreadsheetText(results.manifest.classes[i].name), exact(point.threshold),
                            exact(point.falsePositiveRate), exact(point.truePositiveRate)})
                       .toUtf8()
                + '\n';
    }
    return csv;
}

/// Rows true, columns predicted.
QByteArray confusionCsv(const ModelResults& results)
{
    const auto& classes = results.manifest.classes;
    const ConfusionMatrix confusion
        = evaluate(results.test.items, static_cast<int>(classes.size())).overall.confusion;
    QStringList header = {u"label"_s};
    for (const ModelClass& entry : classes)
        header.append(spreadsheetText(entry.name));
    QByteArray csv = csvLine(header).toUtf8() + '\n';
    for (std::size_t i = 0; i < classes.size(); ++i) {
        QStringList row = {spreadsheetText(classes[i].name)};
        for (const int count : confusion[i])
            row.append(QString::number(count));
        csv += csvLine(row).toUtf8() + '\n';
    }
    return csv;
}

QByteArray metricsFile(const ModelResults& results)
{
    const ModelManifest& manifest = results.manifest;
    QJsonObject json = metricsJson(results.test.items, manifest);
    json[u"by"_s] = metricsByGroup(results.test.items, manifest);
    if (results.outside)
        json[u"outside"_s] = metricsJson(results.outside->items, manifest);
    json[u"patients_known"_s] = results.knowsPatients;
    json[u"unreadable"_s] = results.test.unreadable.size();
    json[u"bootstrap"_s] = QJsonObject{{u"draws"_s, bootstrapDraws},
                                       {u"seed"_s, static_cast<qint64>(bootstrapSeed)}};
    // While a model is being made, its weights have no checksum yet.
    json[u"model"_s]
        = QJsonObject{{u"name"_s, manifest.name},
                      {u"version"_s, manifest.version},
                      {u"temperature"_s, manifest.temperature},
                      {u"sha256"_s,
                       manifest.weightsSha256.isEmpty() ? QJsonValue(QJsonValue::Null)
                                                        : QJsonValue(manifest.weightsSha256)}};
    return QJsonDocument(json).toJson();
}

QByteArray unreadableFile(const QStringList& unreadable, const QString& relativeTo)
{
    QByteArray text;
    for (QString line : unreadable) {
        if (!relativeTo.isEmpty())
            line.replace(relativeTo + u'/', QString());
        text += line.replace(u'\n', u' ').toUtf8() + '\n';
    }
    return text;
}

} // namespace

std::map<QString, QByteArray> resultFiles(const ModelResults& results, const QString& relativeTo)
{
    const auto& classes = results.manifest.classes;
    std::map<QString, QByteArray> files{
        {u"metrics.json"_s, metricsFile(results)},
        {u"predictions.csv"_s, predictionsCsv(results.test.items, classes, relativeTo)},
        {u"roc.csv"_s, rocCsv(results)},
        {u"roc.svg"_s, rocSvg(results)},
        {u"confusion.csv"_s, confusionCsv(results)},
    };
    if (!results.validation.items.empty())
        files[u"validation.csv"_s] = predictionsCsv(results.validation.items, classes, relativeTo);
    if (results.outside)
        files[u"outside.csv"_s] = predictionsCsv(results.outside->items, classes, relativeTo);
    if (!results.test.unreadable.isEmpty())
        files[u"unreadable.txt"_s] = unreadableFile(results.test.unreadable, relativeTo);
    if (!relativeTo.isEmpty())
        files[u"data_folder.txt"_s] = relativeTo.toUtf8() + '\n';
    return files;
}

} // namespace ccad
