// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation_text.h"

#include <QJsonArray>

namespace ccad::cli {
namespace {

QStringList classLines(const QJsonObject& metrics)
{
    QStringList lines;
    const QJsonObject perClass = metrics[QStringLiteral("per_class")].toObject();
    for (const QJsonValue& name : metrics[QStringLiteral("classes")].toArray()) {
        const QJsonObject one = perClass[name.toString()].toObject();
        const auto of = [&](const char* key) { return figure(one[QLatin1String(key)]); };
        QString line = QStringLiteral("%1 (%2 images): AUC %3")
                           .arg(name.toString())
                           .arg(one[QStringLiteral("n")].toInt())
                           .arg(figureWithInterval(one, QStringLiteral("auc")));
        if (one[QStringLiteral("auc_patient_low")].isDouble())
            line += QStringLiteral(", by patient %1 to %2")
                        .arg(of("auc_patient_low"), of("auc_patient_high"));
        lines.append(line);
        lines.append(QStringLiteral("  sensitivity %1, specificity %2, precision %3, F1 %4")
                         .arg(of("sensitivity"), of("specificity"), of("precision"), of("f1")));
        const QJsonObject at = one[QStringLiteral("at_threshold")].toObject();
        if (!at.isEmpty())
            lines.append(
                QStringLiteral("  from the threshold %1 up: sensitivity %2, specificity %3")
                    .arg(of("threshold"), figureWithInterval(at, QStringLiteral("sensitivity")),
                         figureWithInterval(at, QStringLiteral("specificity"))));
    }
    return lines;
}

QStringList confusionLines(const QJsonObject& metrics)
{
    const QJsonArray classes = metrics[QStringLiteral("classes")].toArray();
    qsizetype width = 10;
    for (const QJsonValue& name : classes)
        width = std::max(width, name.toString().size() + 2);
    QString header = QString(width, u' ');
    for (const QJsonValue& name : classes)
        header += name.toString().leftJustified(width);
    QStringList lines
        = {QStringLiteral("Images by true class (rows) and predicted class:"), header};
    const QJsonArray rows = metrics[QStringLiteral("confusion")].toArray();
    for (qsizetype i = 0; i < rows.size(); ++i) {
        QString line = classes[i].toString().leftJustified(width);
        for (const QJsonValue& count : rows[i].toArray())
            line += QString::number(count.toInt()).leftJustified(width);
        lines.append(line);
    }
    return lines;
}

QStringList groupLines(const QJsonObject& metrics)
{
    QStringList lines;
    const QJsonObject groups = metrics[QStringLiteral("by")].toObject();
    for (auto group = groups.begin(); group != groups.end(); ++group) {
        const QJsonObject part = group->toObject();
        QStringList areas;
        for (const QJsonValue& name : part[QStringLiteral("classes")].toArray())
            areas.append(QStringLiteral("%1 %2").arg(
                name.toString(),
                figureWithInterval(
                    part[QStringLiteral("per_class")].toObject()[name.toString()].toObject(),
                    QStringLiteral("auc"))));
        lines.append(QStringLiteral("%1: %2 images, accuracy %3; AUC: %4")
                         .arg(group.key())
                         .arg(part[QStringLiteral("n")].toInt())
                         .arg(figureWithInterval(part, QStringLiteral("accuracy")),
                              areas.join(QStringLiteral("; "))));
    }
    return lines;
}

} // namespace

QString figure(const QJsonValue& value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'f', 3) : QStringLiteral("-");
}

QString figureWithInterval(const QJsonObject& figures, const QString& key)
{
    if (!figures[key + QStringLiteral("_low")].isDouble())
        return figure(figures[key]);
    return QStringLiteral("%1 (%2 to %3)")
        .arg(figure(figures[key]), figure(figures[key + QStringLiteral("_low")]),
             figure(figures[key + QStringLiteral("_high")]));
}

QStringList evaluationText(const QJsonObject& metrics)
{
    const QString patients = metrics[QStringLiteral("patients_known")].toBool()
        ? QStringLiteral("of %1 patients").arg(metrics[QStringLiteral("n_patients")].toInt())
        : QStringLiteral("(patients not known)");
    const auto error = [&](const QString& key) {
        return QStringLiteral("%1, by patient %2 to %3")
            .arg(figure(metrics[key]), figure(metrics[key + QStringLiteral("_patient_low")]),
                 figure(metrics[key + QStringLiteral("_patient_high")]));
    };
    const QStringList lines
        = {QStringLiteral("%1 images %2: accuracy %3")
               .arg(metrics[QStringLiteral("n")].toInt())
               .arg(patients, figureWithInterval(metrics, QStringLiteral("accuracy"))),
           QStringLiteral("Calibration error %1; without the model's temperature %2")
               .arg(error(QStringLiteral("ece")), error(QStringLiteral("ece_uncalibrated")))};
    return lines + classLines(metrics) + confusionLines(metrics) + groupLines(metrics);
}

} // namespace ccad::cli
