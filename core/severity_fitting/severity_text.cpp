// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity_fitting/severity_fit.h"

#include "core/evaluation/json_number.h"

#include <QJsonArray>

#include <cmath>

namespace ccad {

namespace {

QString digits(double value)
{
    return std::isnan(value) ? QStringLiteral("not known") : QString::number(value, 'f', 2);
}

/// "0.61 (0.44 to 0.74)"
QString words(const Interval& interval)
{
    return QStringLiteral("%1 (%2 to %3)")
        .arg(digits(interval.value), digits(interval.low), digits(interval.high));
}

void put(const Interval& interval, const QString& name, QJsonObject& json)
{
    json[name] = jsonNumber(interval.value);
    json[name + QStringLiteral("_low")] = jsonNumber(interval.low);
    json[name + QStringLiteral("_high")] = jsonNumber(interval.high);
}

QJsonObject toJson(const ScoreReport& report)
{
    const ScoreFigures& figures = report.figures;
    QJsonObject json{
        {QStringLiteral("n"), report.images},
        {QStringLiteral("patients"), report.patients},
        {QStringLiteral("maximum"), severityMaximum(report.score)},
        {QStringLiteral("penalty"), report.penalty},
        {QStringLiteral("mean_absolute_error_of_mean"), jsonNumber(figures.errorOfMean)},
        {QStringLiteral("pearson_lowest"), jsonNumber(figures.lowestPearson)},
        {QStringLiteral("pearson_highest"), jsonNumber(figures.highestPearson)},
        {QStringLiteral("reach"), jsonNumber(figures.reach)},
    };
    put(figures.pearson, QStringLiteral("pearson"), json);
    put(figures.spearman, QStringLiteral("spearman"), json);
    put(figures.meanAbsoluteError, QStringLiteral("mean_absolute_error"), json);
    put(figures.r2, QStringLiteral("r2"), json);
    return json;
}

QJsonObject toJson(const SaturationFigures& figures)
{
    QJsonObject json{{QStringLiteral("n"), figures.images},
                     {QStringLiteral("patients"), figures.patients},
                     {QStringLiteral("below_94"), figures.below}};
    put(figures.spearman, QStringLiteral("spearman"), json);
    put(figures.auc, QStringLiteral("auc_below_94"), json);
    return json;
}

QString scoreTable(const SeverityReport& report)
{
    QString text = QStringLiteral(
        "| score | images | patients | Pearson | Spearman | mean absolute error | the same of "
        "saying the mean | R2 | 95 % of errors within |\n|---|---|---|---|---|---|---|---|---|\n");
    for (const ScoreReport& score : report.scores)
        text += QStringLiteral("| %1, 0 to %2 | %3 | %4 | %5 | %6 | %7 | %8 | %9 | ")
                    .arg(severityName(score.score))
                    .arg(severityMaximum(score.score))
                    .arg(score.images)
                    .arg(score.patients)
                    .arg(words(score.figures.pearson), words(score.figures.spearman),
                         words(score.figures.meanAbsoluteError), digits(score.figures.errorOfMean),
                         words(score.figures.r2))
            + QStringLiteral("%1 |\n").arg(digits(score.figures.reach));
    return text;
}

QString saturationRow(const QString& which, const SaturationFigures& figures)
{
    return QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 |\n")
        .arg(which)
        .arg(figures.images)
        .arg(figures.patients)
        .arg(figures.below)
        .arg(words(figures.spearman), words(figures.auc));
}

QString saturationText(const SaturationReport& report)
{
    QString text = QStringLiteral(
        "\nHow the estimated extent goes with SpO2, in patients whose scores the regression had "
        "not seen (below 94 % is where \"severe\" begins in the stages of COVID-19):\n\n"
        "| SpO2 values | images | patients | below 94 % | Spearman | AUC for below 94 % |\n"
        "|---|---|---|---|---|---|\n");
    text += saturationRow(QStringLiteral("all from 0 to 100"), report.asWritten);
    text += saturationRow(QStringLiteral("from 70 on, where pulse oximeters are tried"),
                          report.plausible);
    if (report.impossible > 0)
        text += QStringLiteral("\n%1 images were left out, whose SpO2 is outside of 0 to 100 %.\n")
                    .arg(report.impossible);
    return text
        + QStringLiteral("\nThis is a relation between groups. CCAD never shows a stage or an "
                         "SpO2 for a patient.\n");
}

} // namespace

QJsonObject severityJson(const SeverityReport& report)
{
    QJsonObject scores;
    for (const ScoreReport& score : report.scores)
        scores[severityName(score.score)] = toJson(score);
    QJsonObject json{
        {QStringLiteral("model"), report.modelName},
        {QStringLiteral("model_sha256"), report.modelSha256},
        {QStringLiteral("seed"), static_cast<double>(report.seed)},
        {QStringLiteral("repetitions"), report.repetitions},
        {QStringLiteral("scores"), scores},
        {QStringLiteral("not_redistributable"), report.notRedistributable},
        {QStringLiteral("unreadable"), QJsonArray::fromStringList(report.unreadable)},
        {QStringLiteral("notes"), QJsonArray::fromStringList(report.notes)},
        {QStringLiteral("spo2"), QJsonValue::Null},
    };
    if (report.saturation)
        json[QStringLiteral("spo2")] = QJsonObject{
            {QStringLiteral("as_written"), toJson(report.saturation->asWritten)},
            {QStringLiteral("from_70"), toJson(report.saturation->plausible)},
            {QStringLiteral("impossible"), report.saturation->impossible},
        };
    return json;
}

QString severityText(const SeverityReport& report)
{
    QString text
        = QStringLiteral("Extent and opacity as a ridge regression of the network's features, "
                         "tried on patients whose scores it had not seen (five folds of whole "
                         "patients, the penalty chosen within the other folds; mean of %1 "
                         "dealings; 95 % intervals by a bootstrap over patients). A research "
                         "output, not a measurement, and off unless asked for.\n\n")
              .arg(report.repetitions);
    text += scoreTable(report);
    for (const ScoreReport& score : report.scores)
        if (report.repetitions > 1)
            text += QStringLiteral("\nOver the dealings, Pearson's correlation of %1 went from %2 "
                                   "to %3.\n")
                        .arg(severityName(score.score), digits(score.figures.lowestPearson),
                             digits(score.figures.highestPearson));
    if (report.saturation)
        text += saturationText(*report.saturation);
    if (report.notRedistributable > 0)
        text += QStringLiteral("\n%1 of the scored images must not be given away, and neither may "
                               "a regression that was fitted on them.\n")
                    .arg(report.notRedistributable);
    for (const QString& note : report.notes)
        text += u'\n' + note + u'\n';
    if (!report.unreadable.isEmpty())
        text += QStringLiteral("\n%1 images could not be read.\n").arg(report.unreadable.size());
    return text;
}

} // namespace ccad
