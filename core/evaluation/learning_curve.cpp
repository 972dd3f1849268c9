// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/learning_curve.h"

#include "core/evaluation/json_number.h"

#include <QJsonObject>

namespace ccad {
namespace {

const QString head = QStringLiteral("head");
const QString fineTune = QStringLiteral("fine_tune");

/// Also for what is null: an accuracy of nothing.
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
            {QStringLiteral("phase"), epoch.phase == EpochReport::Phase::Head ? head : fineTune},
            {QStringLiteral("epoch"), epoch.epoch},
            {QStringLiteral("epochs"), epoch.epochs},
            {QStringLiteral("training_loss"), jsonNumber(epoch.trainingLoss)},
            {QStringLiteral("training_accuracy"), jsonNumber(epoch.trainingAccuracy)},
            {QStringLiteral("validation_loss"), jsonNumber(epoch.validationLoss)},
            {QStringLiteral("validation_accuracy"), jsonNumber(epoch.validationAccuracy)},
            {QStringLiteral("images_per_second"), jsonNumber(epoch.imagesPerSecond)},
        });
    return rows;
}

LearningCurve learningCurveFromJson(const QJsonArray& json)
{
    LearningCurve curve;
    for (const QJsonValue& value : json) {
        const QJsonObject row = value.toObject();
        const QString phase = row[QStringLiteral("phase")].toString();
        EpochReport epoch;
        epoch.phase = phase == head ? EpochReport::Phase::Head : EpochReport::Phase::FineTune;
        epoch.epoch = row[QStringLiteral("epoch")].toInt();
        // Packages of the first version say nothing of the planned number.
        epoch.epochs = row[QStringLiteral("epochs")].toInt(epoch.epoch);
        epoch.trainingLoss = readNumber(row, "training_loss");
        epoch.trainingAccuracy = readNumber(row, "training_accuracy");
        epoch.validationLoss = readNumber(row, "validation_loss");
        epoch.validationAccuracy = readNumber(row, "validation_accuracy");
        epoch.imagesPerSecond = row[QStringLiteral("images_per_second")].toDouble();
        if ((phase == head || phase == fineTune) && epoch.epoch >= 1)
            curve.push_back(epoch);
    }
    return curve;
}

} // namespace ccad
