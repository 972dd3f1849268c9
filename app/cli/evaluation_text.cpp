// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation_text.h"

#include "core/statistics/interval_text.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QStringList classLines(const QJsonObject& metrics)
{
    QStringList lines;
    const QJsonObject perClass = metrics[u"per_class"_s].toObject();
    for (const QJsonValue& name : metrics[u"classes"_s].toArray()) {
        const QJsonObject one = perClass[name.toString()].toObject();
        const auto of = [&](const char* key) { return figure(one[QLatin1String(key)]); };
        QString line
            = u"%1 (%2 images): AUC %3"_s.arg(name.toString(), QString::number(one[u"n"_s].toInt()),
                                              figureWithInterval(one, u"auc"_s));
        if (one[u"auc_patient_low"_s].isDouble())
            line += u", by patient "_s + range(one, u"auc_patient"_s);
        lines.append(line);
        lines.append(u"  sensitivity %1, specificity %2, precision %3, F1 %4"_s.arg(
            of("sensitivity"), of("specificity"), of("precision"), of("f1")));
        const QJsonObject at = one[u"at_threshold"_s].toObject();
        if (!at.isEmpty())
            lines.append(u"  from the threshold %1 up: sensitivity %2, specificity %3"_s.arg(
                of("threshold"), figureWithInterval(at, u"sensitivity"_s),
                figureWithInterval(at, u"specificity"_s)));
    }
    return lines;
}

QStringList confusionLines(const QJsonObject& metrics)
{
    const QJsonArray classes = metrics[u"classes"_s].toArray();
    qsizetype width = 10;
    for (const QJsonValue& name : classes)
        width = std::max(width, name.toString().size() + 2);
    QString header = QString(width, u' ');
    for (const QJsonValue& name : classes)
        header += name.toString().leftJustified(width);
    QStringList lines = {u"Images by true class (rows) and predicted class:"_s, header};
    const QJsonArray rows = metrics[u"confusion"_s].toArray();
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
    const QJsonObject groups = metrics[u"by"_s].toObject();
    for (auto group = groups.begin(); group != groups.end(); ++group) {
        const QJsonObject part = group->toObject();
        QStringList areas;
        for (const QJsonValue& name : part[u"classes"_s].toArray())
            areas.append(u"%1 %2"_s.arg(
                name.toString(),
                figureWithInterval(part[u"per_class"_s].toObject()[name.toString()].toObject(),
                                   u"auc"_s)));
        lines.append(u"%1: %2 images, accuracy %3; AUC: %4"_s.arg(group.key())
                         .arg(part[u"n"_s].toInt())
                         .arg(figureWithInterval(part, u"accuracy"_s), areas.join(u"; "_s)));
    }
    return lines;
}

} // namespace

QString figureWithInterval(const QJsonObject& figures, const QString& name)
{
    const bool hasInterval = figures[name + u"_low"_s].isDouble();
    return hasInterval ? withInterval(figures, name) : figure(figures[name]);
}

QStringList evaluationText(const QJsonObject& metrics)
{
    const QString patients = metrics[u"patients_known"_s].toBool()
        ? u"of %1 patients"_s.arg(metrics[u"n_patients"_s].toInt())
        : u"(patients not known)"_s;
    const auto error = [&](const QString& key) {
        return u"%1, by patient %2"_s.arg(figure(metrics[key]),
                                          range(metrics, key + u"_patient"_s));
    };
    const QStringList lines = {u"%1 images %2: accuracy %3"_s.arg(metrics[u"n"_s].toInt())
                                   .arg(patients, figureWithInterval(metrics, u"accuracy"_s)),
                               u"Calibration error %1; without the model's temperature %2"_s.arg(
                                   error(u"ece"_s), error(u"ece_uncalibrated"_s))};
    return lines + classLines(metrics) + confusionLines(metrics) + groupLines(metrics);
}

} // namespace ccad::cli
