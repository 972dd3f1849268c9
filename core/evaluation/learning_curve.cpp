// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/learning_curve.h"

#include "core/base/json_number.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

const QString head = u"head"_s;
const QString fineTune = u"fine_tune"_s;

/// Also reads null, the accuracy of no images.
double readNumber(const QJsonObject& row, const char* key)
{
    return row[QLatin1String(key)].toDouble(std::numeric_limits<double>::quiet_NaN());
}

} // namespace

QJsonArray toJson(const LearningCurve& curve)
{
    QJsonArray rows;
    for (const EpochReport& epoch : curve)
        rows.append(QJsonObject{
            {u"phase"_s, epoch.phase == EpochReport::Phase::Head ? head : fineTune},
            {u"epoch"_s, epoch.epoch},
            {u"epochs"_s, epoch.epochs},
            {u"training_loss"_s, jsonNumber(epoch.trainingLoss)},
            {u"training_accuracy"_s, jsonNumber(epoch.trainingAccuracy)},
            {u"validation_loss"_s, jsonNumber(epoch.validationLoss)},
            {u"validation_accuracy"_s, jsonNumber(epoch.validationAccuracy)},
            {u"images_per_second"_s, jsonNumber(epoch.imagesPerSecond)},
        });
    return rows;
}

LearningCurve learningCurveFromJson(const QJsonArray& json)
{
    LearningCurve curve;
    for (const QJsonValue& value : json) {
        const QJsonObject row = value.toObject();
        const QString phase = row[u"phase"_s].toString();
        EpochReport epoch;
        epoch.phase = phase == head ? EpochReport::Phase::Head : EpochReport::Phase::FineTune;
        epoch.epoch = row[u"epoch"_s].toInt();
        // Packages of the first version do not hold the planned number.
        epoch.epochs = row[u"epochs"_s].toInt(epoch.epoch);
        epoch.trainingLoss = readNumber(row, "training_loss");
        epoch.trainingAccuracy = readNumber(row, "training_accuracy");
        epoch.validationLoss = readNumber(row, "validation_loss");
        epoch.validationAccuracy = readNumber(row, "validation_accuracy");
        epoch.imagesPerSecond = row[u"images_per_second"_s].toDouble();
        if ((phase == head || phase == fineTune) && epoch.epoch >= 1)
            curve.push_back(epoch);
    }
    return curve;
}

} // namespace ccad
