// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/session.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maxBytes = 64LL << 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("Session", text);
}

const QString formatKey = u"format_version"_s;
const QString currentKey = u"current"_s;
const QString studiesKey = u"studies"_s;
const QString pathKey = u"path"_s;
const QString commentKey = u"comment"_s;
const QString measurementsKey = u"measurements"_s;
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

QJsonObject toJson(const SessionStudy& study)
{
    QJsonArray measurements;
    for (const Measurement& measurement : study.measurements)
        measurements.append(toJson(measurement));
    return {{pathKey, study.path}, {commentKey, study.comment}, {measurementsKey, measurements}};
}

/// None when it is not whole.
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
    if (int(measurement.points.size()) != pointsOf(measurement.kind))
        return std::nullopt;
    return measurement;
}

SessionStudy studyFrom(const QJsonObject& json)
{
    SessionStudy study;
    study.path = json[pathKey].toString();
    study.comment = json[commentKey].toString();
    for (const QJsonValue value : json[measurementsKey].toArray())
        if (auto measurement = measurementFrom(value.toObject()))
            study.measurements.push_back(*std::move(measurement));
    return study;
}

Error broken(const QString& file, const QString& why)
{
    return {ErrorCode::FileBroken,
            tr("The last session in %1 cannot be restored: %2").arg(file, why), file};
}

} // namespace

QString sessionFile()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
        .filePath(u"session.json"_s);
}

Result<Session> readSession(const QString& file)
{
    const auto content = readFile(file, maxBytes);
    if (!content)
        return content.error();
    QJsonParseError problem;
    const QJsonObject json = QJsonDocument::fromJson(*content, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return broken(file, tr("it is no JSON."));
    const int version = json[formatKey].toInt();
    if (version > Session::formatVersion)
        return Error{ErrorCode::Unsupported,
                     tr("The last session in %1 was written by a newer CCAD.").arg(file), file};
    if (version < 1 || !json[studiesKey].isArray())
        return broken(file, tr("it is no session of CCAD."));
    Session session;
    session.current = json[currentKey].toString();
    for (const QJsonValue value : json[studiesKey].toArray()) {
        SessionStudy study = studyFrom(value.toObject());
        if (!study.path.isEmpty())
            session.studies.push_back(std::move(study));
    }
    return session;
}

Result<void> writeSession(const Session& session, const QString& file)
{
    QJsonArray studies;
    for (const SessionStudy& study : session.studies)
        studies.append(toJson(study));
    const QJsonObject json{
        {formatKey, Session::formatVersion}, {currentKey, session.current}, {studiesKey, studies}};
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return Error{ErrorCode::WriteFailed, tr("Cannot make the folder for %1.").arg(file), file};
    if (auto written = writeFileAtomically(file, QJsonDocument(json).toJson()); !written)
        return written.error();
    // Names of files and comments are nobody else's business.
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

} // namespace ccad
