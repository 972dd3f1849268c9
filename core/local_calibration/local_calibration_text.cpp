// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/markdown.h"
#include "core/evaluation/metrics_json.h"
#include "core/local_calibration/local_calibration.h"
#include "core/statistics/classification.h"
#include "core/statistics/films_needed.h"
#include "core/statistics/interval_text.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

const QString unknown = u"-"_s;

QString wide(const QJsonObject& json, const QString& name)
{
    return json[name].isDouble() ? withInterval(json, name) : unknown;
}

QString byPatient(const QJsonObject& json, const QString& name)
{
    if (!json[name].isDouble())
        return unknown;
    const QString of = name + u"_patient"_s;
    return json[of + u"_low"_s].isDouble() ? figure(json[name]) + u" ("_s + range(json, of) + u')'
                                           : figure(json[name]);
}

QJsonObject classFigures(const QJsonObject& metrics, const ModelClass& entry)
{
    return metrics[u"per_class"_s].toObject()[entry.name].toObject();
}

/// A calibration error is a sum of absolute values, so that few films never give 0.
QString byChance(const ModelResults& results)
{
    std::vector<std::vector<float>> probabilities;
    for (const ScoredItem& scored : results.test.items)
        probabilities.push_back(scored.probabilities);
    return figure(
        calibrationErrorByChance(probabilities, patientNumbers(results.test.items), bootstrapSeed));
}

QString figuresTable(const LocalCalibration& result)
{
    const QJsonObject before = metricsJson(result.before.test.items, result.before.manifest);
    const QJsonObject after = metricsJson(result.after.test.items, result.after.manifest);
    QString text = tableHead({u"on films that nothing was fitted to"_s, u"as delivered"_s,
                              u"fitted to this department"_s},
                             TableRule::Wide);
    const auto row = [&](const QString& what, const QString& first, const QString& second) {
        text += tableRow({what, first, second});
    };
    for (const ModelClass& entry : result.after.manifest.classes)
        row(u"AUC of %1 against the rest"_s.arg(entry.name),
            byPatient(classFigures(before, entry), u"auc"_s),
            byPatient(classFigures(after, entry), u"auc"_s));
    row(u"calibration error"_s, byPatient(before, u"ece"_s), byPatient(after, u"ece"_s));
    row(u"calibration error that chance alone makes of as many films"_s, byChance(result.before),
        byChance(result.after));
    row(u"most probable class is right"_s, byPatient(before, u"accuracy"_s),
        byPatient(after, u"accuracy"_s));
    const auto positive = static_cast<std::size_t>(result.after.manifest.positiveClass);
    const auto atThreshold = [&](const QJsonObject& metrics, const ModelResults& results) {
        return classFigures(metrics, results.manifest.classes[positive])[u"at_threshold"_s]
            .toObject();
    };
    for (const QString& name : {u"sensitivity"_s, u"specificity"_s})
        row(u"%1 to %2 at the threshold"_s.arg(name, result.after.manifest.classes[positive].name),
            wide(atThreshold(before, result.before), name),
            wide(atThreshold(after, result.after), name));
    const QJsonObject setsBefore = before[u"prediction_sets"_s].toObject();
    const QJsonObject setsAfter = after[u"prediction_sets"_s].toObject();
    row(u"prediction set holds the true class"_s,
        wide(setsBefore[u"coverage"_s].toObject(), u"share"_s),
        wide(setsAfter[u"coverage"_s].toObject(), u"share"_s));
    row(u"prediction set is one class"_s, wide(setsBefore[u"single"_s].toObject(), u"share"_s),
        wide(setsAfter[u"single"_s].toObject(), u"share"_s));
    return text + u'\n';
}

GateCount sum(const std::map<QString, GateCount>& counts)
{
    GateCount all;
    for (const auto& [name, count] : counts) {
        all.pictures += count.pictures;
        all.refused += count.refused;
        all.warned += count.warned;
    }
    return all;
}

QString countText(const GateCount& count)
{
    return u"%1 refused, %2 warned of %3"_s.arg(count.refused)
        .arg(count.warned)
        .arg(count.pictures);
}

QString gateText(const LocalCalibration& result)
{
    if (!result.gateBefore || !result.gateAfter)
        return u"The model has no gate, so that any picture gets an answer.\n\n"_s;
    QString text
        = u"The gate's limits were widened to the films that the rest was fitted to.\n\n"_s;
    text += tableHead({u"gate"_s, u"as delivered"_s, u"fitted to this department"_s},
                      TableRule::Wide);
    const auto row = [&](const QString& what, std::map<QString, GateCount> GateCheck::*kind) {
        text += tableRow({what, countText(sum((*result.gateBefore).*kind)),
                          countText(sum((*result.gateAfter).*kind))});
    };
    row(u"films of this department"_s, &GateCheck::good);
    row(u"turned, inverted and other pictures"_s, &GateCheck::wrong);
    row(u"pieces of films"_s, &GateCheck::pieces);
    return text + u'\n';
}

/// Of which classes the sets can promise nothing.
QString setsSentence(const ModelManifest& manifest)
{
    QStringList always;
    for (std::size_t c = 0; manifest.predictionSets && c < manifest.classes.size(); ++c)
        if (manifest.predictionSets->floors[c] <= 0)
            always << literal(manifest.classes[c].name);
    if (always.isEmpty())
        return {};
    return u"Too few patients here show \"%1\" for a promise: it remains possible in every "
           "prediction set.\n\n"_s.arg(always.join(u"\", \""_s));
}

/// How many films an interval that is half as wide would need.
QString precisionSentence(const LocalCalibration& result)
{
    const QJsonObject all = metricsJson(result.delivered.test.items, result.delivered.manifest);
    const ModelManifest& manifest = result.delivered.manifest;
    const auto& positive = manifest.classes[static_cast<std::size_t>(manifest.positiveClass)];
    const QJsonObject figures = classFigures(all, positive);
    const double auc = figures[u"auc"_s].toDouble(std::numeric_limits<double>::quiet_NaN());
    if (!(auc > 0.5 && auc < 1))
        return {};
    const double width = figures[u"auc_high"_s].toDouble() - figures[u"auc_low"_s].toDouble();
    if (!(width > 0))
        return {};
    return u"On all %1 films the model as delivered tells %2 from the rest with an AUC of %3. An "
           "interval half as wide would need about %4 films of each of two classes.\n\n"_s
               .arg(result.delivered.test.items.size())
               .arg(literal(positive.name), byPatient(figures, u"auc"_s))
               .arg(filmsNeeded(auc, width / 2));
}

} // namespace

QString localCalibrationText(const LocalCalibration& result)
{
    QString text
        = u"The answers were fitted to %1 films of a department; what follows was measured on %2 "
          "others, of other patients. The network itself is as it was delivered. Intervals are "
          "95 %, by patient, of thresholds and prediction sets by film.\n\n"_s
              .arg(result.fittedFilms)
              .arg(result.after.test.items.size());
    text += figuresTable(result);
    text += setsSentence(result.after.manifest) + precisionSentence(result) + gateText(result);
    for (const QString& note : result.notes)
        text += note + u"\n\n"_s;
    text += u"**Shortcut audit on the local films: %1.** %2\n"_s.arg(
        result.audit.summary.colour == AuditSummary::Colour::NotAudited
            ? u"not possible"_s
            : auditColourName(result.audit.summary.colour),
        result.audit.summary.sentence);
    for (const QString& reason : result.audit.reasons)
        text += u"- "_s + reason + u'\n';
    return text;
}

} // namespace ccad
