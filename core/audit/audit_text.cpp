// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/audit.h"
#include "core/base/json_number.h"
#include "core/base/markdown.h"
#include "core/statistics/interval_json.h"
#include "core/statistics/interval_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QJsonObject toJson(const Interval& auc)
{
    QJsonObject json;
    writeInterval(auc, u"auc"_s, json);
    return json;
}

QJsonObject toJson(const AuditTest& test)
{
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    QJsonObject json
        = toJson(test.notTested.isEmpty() ? test.auc : Interval{unknown, unknown, unknown});
    json[u"n"_s] = test.images;
    return json;
}

QJsonObject toJson(const CrossTable& table)
{
    QJsonObject sources;
    for (const auto& [source, row] : table.counts) {
        QJsonObject classes;
        for (const auto& [name, count] : row)
            classes[name] = count;
        sources[source] = classes;
    }
    return sources;
}

QJsonObject toJson(const std::map<QString, Interval>& bySource)
{
    QJsonObject sources;
    for (const auto& [source, auc] : bySource)
        sources[source] = toJson(auc);
    return sources;
}

constexpr FigureStyle twoDigits{2};

QString testTable(const AuditReport& report)
{
    QString text = tableHead(
        {u"what the network is shown"_s, u"AUC (95 % interval)"_s, u"images"_s}, TableRule::Tight);
    for (const AuditTest& test : report.tests)
        text += tableRow(
            {test.title,
             test.notTested.isEmpty() ? withInterval(test.auc, twoDigits) : u"not tested"_s,
             QString::number(test.images)});
    return text;
}

QString crossTableText(const CrossTable& table)
{
    QStringList classes;
    for (const auto& [source, row] : table.counts)
        for (const auto& [name, count] : row)
            if (!classes.contains(name))
                classes.append(name);
    classes.sort();
    QString text = tableHead(QStringList(u"source"_s) + classes, TableRule::Tight);
    for (const auto& [source, row] : table.counts) {
        QStringList cells{source};
        for (const QString& name : classes) {
            const auto found = row.find(name);
            cells.append(QString::number(found == row.end() ? 0 : found->second));
        }
        text += tableRow(cells);
    }
    return text;
}

QString sourceTable(const QString& title, const std::map<QString, Interval>& bySource)
{
    if (bySource.empty())
        return {};
    QString text
        = title + u"\n\n"_s + tableHead({u"source"_s, u"AUC (95 % interval)"_s}, TableRule::Tight);
    for (const auto& [source, auc] : bySource)
        text += tableRow({source, withInterval(auc, twoDigits)});
    return text + u'\n';
}

QString bullets(const QStringList& sentences)
{
    QString text;
    for (const QString& sentence : sentences)
        text += u"- %1\n"_s.arg(literal(sentence));
    return text;
}

} // namespace

QByteArray auditJson(const AuditReport& report)
{
    QJsonObject tests;
    for (const AuditTest& test : report.tests)
        tests[test.name] = toJson(test);
    const QJsonObject json{
        {u"verdict"_s, auditColourName(report.summary.colour)},
        {u"reasons"_s, QJsonArray::fromStringList(report.reasons)},
        {u"tests"_s, tests},
        {u"not_tested"_s, QJsonArray::fromStringList(report.notTested)},
        {u"cross_table"_s, toJson(report.table)},
        {u"cramers_v"_s, jsonNumber(report.table.cramersV)},
        {u"class_guessed_from_source"_s, jsonNumber(report.table.guessedFromSource)},
        {u"class_guessed_blindly"_s, jsonNumber(report.table.guessedBlindly)},
        {u"by_source"_s, toJson(report.aucBySource)},
        {u"facts_by_source"_s, toJson(report.factsBySource)},
        {u"markers"_s,
         QJsonObject{{u"n"_s, report.markers.images},
                     {u"mean_change"_s, jsonNumber(report.markers.meanChange)},
                     {u"label_changed"_s, jsonNumber(report.markers.labelChanged)}}},
        {u"rule"_s, auditRule().join(u' ')},
        {u"model"_s, QJsonObject{{u"name"_s, report.modelName}, {u"sha256"_s, report.modelSha256}}},
        {u"data_fingerprint"_s, report.dataFingerprint},
        {u"images"_s, report.images},
        {u"patients"_s, report.patients},
        {u"lungs_not_found"_s, report.lungsNotFound},
        {u"unreadable"_s, report.unreadable.size()},
    };
    return QJsonDocument(json).toJson();
}

QString auditText(const AuditReport& report)
{
    QString text = u"**Verdict: %1.**\n\n"_s.arg(auditColourName(report.summary.colour))
        + bullets(report.reasons) + u'\n'
        + u"%1 images of %2 patients were looked at. Can the class be told from a "
          "part of the picture? A regularised logistic regression on the features "
          "of the model's network (in the row without it, on plain facts), "
          "patients apart:\n\n"_s.arg(report.images)
              .arg(report.patients)
        + testTable(report) + u'\n' + crossTableText(report.table) + u'\n';
    if (std::isfinite(report.table.cramersV))
        text += u"Class and source: Cramer's V %1. From the source alone the class is "
                "guessed in %2 of the images, without it in %3.\n\n"_s.arg(
                    figure(report.table.cramersV, twoDigits),
                    figure(report.table.guessedFromSource, twoDigits),
                    figure(report.table.guessedBlindly, twoDigits));
    text += sourceTable(u"The model's own answers within each source:"_s, report.aucBySource)
        + sourceTable(u"The class told from brightness, sharpness and size within "
                      "each source:"_s,
                      report.factsBySource);
    text += u"Letters painted into corners and along borders change the probability "
            "of the likeliest class by %1 on average, and the label of %2 of the "
            "images.\n"_s.arg(figure(report.markers.meanChange),
                              figure(report.markers.labelChanged));
    if (!report.notTested.isEmpty())
        text += u"\nNot tested, or only in part:\n\n"_s + bullets(report.notTested);
    return text + u"\nThe rule:\n\n"_s + bullets(auditRule());
}

} // namespace ccad
