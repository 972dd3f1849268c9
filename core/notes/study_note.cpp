// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notes/study_note.h"

#include <QJsonObject>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

const QString kindKey = u"kind"_s;
const QString pointsKey = u"points"_s;
const QString lengthWord = u"length"_s;
const QString angleWord = u"angle"_s;

QJsonObject toJson(const Measurement& measurement)
{
    QJsonArray points;
    for (const QPointF point : measurement.points)
        points.append(QJsonArray{point.x(), point.y()});
    return {{kindKey, measurement.kind == Measurement::Kind::Angle ? angleWord : lengthWord},
            {pointsKey, points}};
}

/// None when the measurement is incomplete.
std::optional<Measurement> measurementFrom(const QJsonObject& json)
{
    Measurement measurement;
    if (json[kindKey].toString() == angleWord)
        measurement.kind = Measurement::Kind::Angle;
    else if (json[kindKey].toString() != lengthWord)
        return std::nullopt;
    for (const QJsonValue value : json[pointsKey].toArray()) {
        const QJsonArray point = value.toArray();
        if (point.size() != 2 || !point[0].isDouble() || !point[1].isDouble())
            return std::nullopt;
        measurement.points.emplace_back(point[0].toDouble(), point[1].toDouble());
    }
    if (!isWhole(measurement))
        return std::nullopt;
    return measurement;
}

} // namespace

int pointsOf(Measurement::Kind kind)
{
    return kind == Measurement::Kind::Length ? 2 : 3;
}

bool isWhole(const Measurement& measurement)
{
    return int(measurement.points.size()) == pointsOf(measurement.kind);
}

StudyNote merged(const StudyNote& first, const StudyNote& second)
{
    StudyNote both = first;
    if (first.comment.isEmpty())
        both.comment = second.comment;
    else if (!first.comment.contains(second.comment))
        both.comment += QLatin1Char('\n') + second.comment;
    for (const Measurement& measurement : second.measurements)
        if (std::find(both.measurements.begin(), both.measurements.end(), measurement)
            == both.measurements.end())
            both.measurements.push_back(measurement);
    return both;
}

QJsonArray toJson(const std::vector<Measurement>& measurements)
{
    QJsonArray json;
    for (const Measurement& measurement : measurements)
        json.append(toJson(measurement));
    return json;
}

std::vector<Measurement> measurementsFrom(const QJsonArray& json)
{
    std::vector<Measurement> measurements;
    for (const QJsonValue value : json)
        if (auto measurement = measurementFrom(value.toObject()))
            measurements.push_back(*std::move(measurement));
    return measurements;
}

} // namespace ccad
