// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/screening/study_row.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

// Floats are stored as they lie in memory.
static_assert(std::endian::native == std::endian::little);

constexpr std::array storedStatuses = {StudyStatus::Ok, StudyStatus::Refused, StudyStatus::Failed,
                                       StudyStatus::Duplicate, StudyStatus::Queued};

struct MapHeader
{
    qint32 width;
    qint32 height;
    double left;
    double top;
    double windowWidth;
    double windowHeight;
};
static_assert(sizeof(MapHeader) == 40);

QString storedSentences(const QStringList& sentences)
{
    if (sentences.isEmpty())
        return u""_s;
    const QJsonDocument json(QJsonArray::fromStringList(sentences));
    return QString::fromUtf8(json.toJson(QJsonDocument::Compact));
}

QStringList sentencesFromStored(const QString& stored)
{
    QStringList sentences;
    for (const QJsonValue& sentence : QJsonDocument::fromJson(stored.toUtf8()).array())
        sentences << sentence.toString();
    return sentences;
}

QStringList strings(const QJsonValue& array)
{
    QStringList list;
    for (const QJsonValue& value : array.toArray())
        list << value.toString();
    return list;
}

QString key(const char* name)
{
    return QString::fromLatin1(name);
}

} // namespace

int storedStatus(StudyStatus status)
{
    return int(std::find(storedStatuses.begin(), storedStatuses.end(), status)
               - storedStatuses.begin());
}

StudyStatus statusFromStored(int stored)
{
    return storedStatuses.at(std::size_t(std::clamp(stored, 0, int(storedStatuses.size()) - 1)));
}

QVariant storedText(const QString& text)
{
    return text.isNull() ? u""_s : text;
}

QByteArray storedFloats(const std::vector<float>& values)
{
    if (values.empty())
        return QByteArray("");
    return {reinterpret_cast<const char*>(values.data()), qsizetype(values.size() * sizeof(float))};
}

std::vector<float> floatsFromStored(const QByteArray& blob)
{
    std::vector<float> values(std::size_t(blob.size()) / sizeof(float));
    if (!values.empty())
        std::memcpy(values.data(), blob.constData(), values.size() * sizeof(float));
    return values;
}

QByteArray storedMap(const PlacedMap& map)
{
    if (map.isEmpty())
        return QByteArray("");
    const MapHeader header{map.map.width,  map.map.height,   map.window.left,
                           map.window.top, map.window.width, map.window.height};
    return QByteArray(reinterpret_cast<const char*>(&header), sizeof header)
        + storedFloats(map.map.values);
}

PlacedMap mapFromStored(const QByteArray& blob)
{
    MapHeader header;
    if (blob.size() <= qsizetype(sizeof header))
        return {};
    std::memcpy(&header, blob.constData(), sizeof header);
    PlacedMap placed;
    placed.map.values = floatsFromStored(blob.mid(sizeof header));
    if (header.width <= 0 || header.height <= 0
        || qint64(header.width) * header.height != qint64(placed.map.values.size()))
        return {};
    placed.map.width = header.width;
    placed.map.height = header.height;
    placed.window = {header.left, header.top, header.windowWidth, header.windowHeight};
    return placed;
}

QVariantList recordedValues(const ScreenedStudy& study, qint64 revision)
{
    const QVariant urgency
        = study.urgency ? QVariant(*study.urgency) : QVariant(QMetaType(QMetaType::Double));
    return {revision,
            storedStatus(study.status),
            storedText(study.reason),
            storedSentences(study.warnings),
            study.label,
            storedFloats(study.probabilities),
            int(study.positive),
            urgency,
            storedMap(study.map),
            storedText(study.identity),
            storedText(study.view),
            storedText(study.patientId),
            storedText(study.patientName),
            storedText(study.studyDate),
            study.milliseconds,
            study.number};
}

ScreenedStudy studyFromRow(const JournalRow& row)
{
    ScreenedStudy study;
    study.number = row.number(NumberColumn);
    study.file = row.text(FileColumn);
    study.path = row.text(PathColumn);
    study.bytes = row.number(BytesColumn);
    study.modifiedMs = row.number(ModifiedColumn);
    study.status = statusFromStored(int(row.number(StatusColumn)));
    study.reason = row.text(ReasonColumn);
    if (const QString warnings = row.text(WarningsColumn); !warnings.isEmpty())
        study.warnings = sentencesFromStored(warnings);
    study.label = int(row.number(LabelColumn));
    study.probabilities = floatsFromStored(row[ProbabilitiesColumn].toByteArray());
    study.positive = row.number(PositiveColumn) != 0;
    if (const QVariant urgency = row[UrgencyColumn]; !urgency.isNull())
        study.urgency = urgency.toDouble();
    study.map = mapFromStored(row[MapColumn].toByteArray());
    study.identity = row.text(IdentityColumn);
    study.view = row.text(ViewColumn);
    study.patientId = row.text(PatientIdColumn);
    study.patientName = row.text(PatientNameColumn);
    study.studyDate = row.text(StudyDateColumn);
    study.milliseconds = row[MillisecondsColumn].toDouble();
    study.verdict = Verdict(std::clamp<qint64>(row.number(VerdictColumn), 0, 3));
    study.comment = row.text(CommentColumn);
    return study;
}

QByteArray jobToJson(const ScreeningJob& job)
{
    const QJsonObject json{
        {key("sources"), QJsonArray::fromStringList(job.sources)},
        {key("model"),
         QJsonObject{{key("name"), job.modelName},
                     {key("version"), job.modelVersion},
                     {key("sha256"), job.modelSha256},
                     {key("folder"), job.modelFolder}}},
        {key("classes"), QJsonArray::fromStringList(job.classes)},
        {key("class_titles"), QJsonArray::fromStringList(job.classTitles)},
        {key("positive_class"), job.positiveClass},
        {key("threshold"), job.threshold},
        {key("shard"), job.shard},
        {key("shards"), job.shards},
    };
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

std::optional<ScreeningJob> jobFromJson(const QByteArray& text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    const QJsonObject model = json[key("model")].toObject();
    ScreeningJob job;
    job.sources = strings(json[key("sources")]);
    job.modelName = model[key("name")].toString();
    job.modelVersion = model[key("version")].toString();
    job.modelSha256 = model[key("sha256")].toString();
    job.modelFolder = model[key("folder")].toString();
    job.classes = strings(json[key("classes")]);
    job.classTitles = strings(json[key("class_titles")]);
    job.positiveClass = json[key("positive_class")].toInt(-1);
    job.threshold = json[key("threshold")].toDouble(-1);
    job.shard = json[key("shard")].toInt();
    job.shards = json[key("shards")].toInt();
    if (job.threshold < 0 || job.shard < 1 || job.shard > job.shards)
        return std::nullopt;
    return job;
}

QByteArray unpackTokenOf(const QByteArray& text)
{
    constexpr qsizetype digits = 32;
    const QByteArray token
        = QJsonDocument::fromJson(text).object()[key("unpack_token")].toString().toLatin1();
    return token.size() == digits && QByteArray::fromHex(token).toHex() == token ? token
                                                                                 : QByteArray();
}

QByteArray withUnpackToken(const QByteArray& text, const QByteArray& token)
{
    QJsonObject json = QJsonDocument::fromJson(text).object();
    json[key("unpack_token")] = QString::fromLatin1(token);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace ccad
