// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_number.h"
#include "core/base/markdown.h"
#include "core/severity_fitting/severity_fit.h"
#include "core/statistics/interval_json.h"
#include "core/statistics/interval_text.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr FigureStyle style{2, u"not known"};

QJsonObject toJson(const ScoreReport& report)
{
    const ScoreFigures& figures = report.figures;
    QJsonObject json{
        {u"n"_s, report.images},
        {u"patients"_s, report.patients},
        {u"maximum"_s, severityMaximum(report.score)},
        {u"penalty"_s, report.penalty},
        {u"mean_absolute_error_of_mean"_s, jsonNumber(figures.errorOfMean)},
        {u"pearson_lowest"_s, jsonNumber(figures.lowestPearson)},
        {u"pearson_highest"_s, jsonNumber(figures.highestPearson)},
        {u"reach"_s, jsonNumber(figures.reach)},
    };
    writeInterval(figures.pearson, u"pearson"_s, json);
    writeInterval(figures.spearman, u"spearman"_s, json);
    writeInterval(figures.meanAbsoluteError, u"mean_absolute_error"_s, json);
    writeInterval(figures.r2, u"r2"_s, json);
    return json;
}

QJsonObject toJson(const SaturationFigures& figures)
{
    QJsonObject json{{u"n"_s, figures.images},
                     {u"patients"_s, figures.patients},
                     {u"below_94"_s, figures.below}};
    writeInterval(figures.spearman, u"spearman"_s, json);
    writeInterval(figures.auc, u"auc_below_94"_s, json);
    return json;
}

QString scoreTable(const SeverityReport& report)
{
    QString text = tableHead({u"score"_s, u"images"_s, u"patients"_s, u"Pearson"_s, u"Spearman"_s,
                              u"mean absolute error"_s, u"the same of saying the mean"_s, u"R2"_s,
                              u"95 % of errors within"_s},
                             TableRule::Tight);
    for (const ScoreReport& score : report.scores) {
        const ScoreFigures& figures = score.figures;
        text += tableRow(
            {u"%1, 0 to %2"_s.arg(severityName(score.score)).arg(severityMaximum(score.score)),
             QString::number(score.images), QString::number(score.patients),
             withInterval(figures.pearson, style), withInterval(figures.spearman, style),
             withInterval(figures.meanAbsoluteError, style), figure(figures.errorOfMean, style),
             withInterval(figures.r2, style), figure(figures.reach, style)});
    }
    return text;
}

QString saturationRow(const QString& which, const SaturationFigures& figures)
{
    return tableRow({which, QString::number(figures.images), QString::number(figures.patients),
                     QString::number(figures.below), withInterval(figures.spearman, style),
                     withInterval(figures.auc, style)});
}

QString saturationText(const SaturationReport& report)
{
    QString text
        = u"\nHow the estimated extent goes with SpO2, in patients whose scores the regression had "
          "not seen (below 94 % is where \"severe\" begins in the stages of COVID-19):\n\n"_s
        + tableHead({u"SpO2 values"_s, u"images"_s, u"patients"_s, u"below 94 %"_s, u"Spearman"_s,
                     u"AUC for below 94 %"_s},
                    TableRule::Tight);
    text += saturationRow(u"all from 0 to 100"_s, report.asWritten);
    text += saturationRow(u"from 70 on, where pulse oximeters are tried"_s, report.plausible);
    if (report.impossible > 0)
        text += u"\n%1 images were left out, whose SpO2 is outside of 0 to 100 %.\n"_s.arg(
            report.impossible);
    return text
        + u"\nThis is a relation between groups. CCAD never shows a stage or an "
          "SpO2 for a patient.\n"_s;
}

} // namespace

QJsonObject severityJson(const SeverityReport& report)
{
    QJsonObject scores;
    for (const ScoreReport& score : report.scores)
        scores[severityName(score.score)] = toJson(score);
    QJsonObject json{
        {u"model"_s, report.modelName},
        {u"model_sha256"_s, report.modelSha256},
        {u"seed"_s, static_cast<double>(report.seed)},
        {u"repetitions"_s, report.repetitions},
        {u"scores"_s, scores},
        {u"not_redistributable"_s, report.notRedistributable},
        {u"unreadable"_s, QJsonArray::fromStringList(report.unreadable)},
        {u"notes"_s, QJsonArray::fromStringList(report.notes)},
        {u"spo2"_s, QJsonValue::Null},
    };
    if (report.saturation)
        json[u"spo2"_s] = QJsonObject{
            {u"as_written"_s, toJson(report.saturation->asWritten)},
            {u"from_70"_s, toJson(report.saturation->plausible)},
            {u"impossible"_s, report.saturation->impossible},
        };
    return json;
}

QString severityText(const SeverityReport& report)
{
    QString text
        = u"Extent and opacity as a ridge regression of the network's features, "
          "tried on patients whose scores it had not seen (five folds of whole "
          "patients, the penalty chosen within the other folds; mean of %1 "
          "dealings; 95 % intervals by a bootstrap over patients). A research "
          "output, not a measurement, and off unless asked for.\n\n"_s.arg(report.repetitions);
    text += scoreTable(report);
    for (const ScoreReport& score : report.scores)
        if (report.repetitions > 1)
            text += u"\nOver the dealings, Pearson's correlation of %1 went from %2 "
                    "to %3.\n"_s.arg(severityName(score.score),
                                     figure(score.figures.lowestPearson, style),
                                     figure(score.figures.highestPearson, style));
    if (report.saturation)
        text += saturationText(*report.saturation);
    if (report.notRedistributable > 0)
        text += u"\n%1 of the scored images must not be given away, and neither may "
                "a regression that was fitted on them.\n"_s.arg(report.notRedistributable);
    for (const QString& note : report.notes)
        text += u'\n' + note + u'\n';
    if (!report.unreadable.isEmpty())
        text += u"\n%1 images could not be read.\n"_s.arg(report.unreadable.size());
    return text;
}

} // namespace ccad
