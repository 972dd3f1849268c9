// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/audit.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString key(const char* name)
{
    return QString::fromLatin1(name);
}

QJsonValue number(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue(QJsonValue::Null);
}

QJsonObject toJson(const Interval& auc)
{
    return {{key("auc"), number(auc.value)},
            {key("auc_low"), number(auc.low)},
            {key("auc_high"), number(auc.high)}};
}

QJsonObject toJson(const AuditTest& test)
{
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    QJsonObject json
        = toJson(test.notTested.isEmpty() ? test.auc : Interval{unknown, unknown, unknown});
    json[key("n")] = test.images;
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

QString fixed(double value, int digits = 2)
{
    return std::isfinite(value) ? QString::number(value, 'f', digits) : u"-"_s;
}

QString withInterval(const Interval& auc)
{
    return u"%1 (%2 to %3)"_s.arg(fixed(auc.value), fixed(auc.low), fixed(auc.high));
}

QString testTable(const AuditReport& report)
{
    QString text = u"| what the network is shown | AUC (95 % interval) | images |\n"
                   "|---|---|---|\n"_s;
    for (const AuditTest& test : report.tests)
        text += u"| %1 | %2 | %3 |\n"_s
                    .arg(test.title,
                         test.notTested.isEmpty() ? withInterval(test.auc) : u"not tested"_s)
                    .arg(test.images);
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
    QString text = u"| source | %1 |\n|---|"_s.arg(classes.join(u" | "_s));
    text += u"---|"_s.repeated(static_cast<int>(classes.size())) + u'\n';
    for (const auto& [source, row] : table.counts) {
        text += u"| %1 |"_s.arg(source);
        for (const QString& name : classes) {
            const auto found = row.find(name);
            text += u" %1 |"_s.arg(found == row.end() ? 0 : found->second);
        }
        text += u'\n';
    }
    return text;
}

QString sourceTable(const QString& title, const std::map<QString, Interval>& bySource)
{
    if (bySource.empty())
        return {};
    QString text = title + u"\n\n| source | AUC (95 % interval) |\n|---|---|\n"_s;
    for (const auto& [source, auc] : bySource)
        text += u"| %1 | %2 |\n"_s.arg(source, withInterval(auc));
    return text + u'\n';
}

QString bullets(const QStringList& sentences)
{
    QString text;
    for (const QString& sentence : sentences)
        text += u"- %1\n"_s.arg(sentence);
    return text;
}

} // namespace

QByteArray auditJson(const AuditReport& report)
{
    QJsonObject tests;
    for (const AuditTest& test : report.tests)
        tests[test.name] = toJson(test);
    const QJsonObject json{
        {key("verdict"), verdictName(report.mark.verdict)},
        {key("reasons"), QJsonArray::fromStringList(report.reasons)},
        {key("tests"), tests},
        {key("not_tested"), QJsonArray::fromStringList(report.notTested)},
        {key("cross_table"), toJson(report.table)},
        {key("cramers_v"), number(report.table.cramersV)},
        {key("class_guessed_from_source"), number(report.table.guessedFromSource)},
        {key("class_guessed_blindly"), number(report.table.guessedBlindly)},
        {key("by_source"), toJson(report.aucBySource)},
        {key("facts_by_source"), toJson(report.factsBySource)},
        {key("markers"),
         QJsonObject{{key("n"), report.markers.images},
                     {key("mean_change"), number(report.markers.meanChange)},
                     {key("label_changed"), number(report.markers.labelChanged)}}},
        {key("rule"), auditRule().join(u' ')},
        {key("model"),
         QJsonObject{{key("name"), report.modelName}, {key("sha256"), report.modelSha256}}},
        {key("data_fingerprint"), report.dataFingerprint},
        {key("images"), report.images},
        {key("patients"), report.patients},
        {key("lungs_not_found"), report.lungsNotFound},
        {key("unreadable"), report.unreadable.size()},
    };
    return QJsonDocument(json).toJson();
}

QString auditText(const AuditReport& report)
{
    QString text = u"**Verdict: %1.**\n\n"_s.arg(verdictName(report.mark.verdict))
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
                    fixed(report.table.cramersV), fixed(report.table.guessedFromSource),
                    fixed(report.table.guessedBlindly));
    text += sourceTable(u"The model's own answers within each source:"_s, report.aucBySource)
        + sourceTable(u"The class told from brightness, sharpness and size within "
                      "each source:"_s,
                      report.factsBySource);
    text += u"Letters painted into corners and along borders change the probability "
            "of the likeliest class by %1 on average, and the label of %2 of the "
            "images.\n"_s.arg(fixed(report.markers.meanChange, 3),
                              fixed(report.markers.labelChanged, 3));
    if (!report.notTested.isEmpty())
        text += u"\nNot tested, or only in part:\n\n"_s + bullets(report.notTested);
    return text + u"\nThe rule:\n\n"_s + bullets(auditRule());
}

} // namespace ccad
