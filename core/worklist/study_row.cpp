// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/internal/study_row.h"

#include "core/package/model_package.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

// Floats are stored as they lie in memory.
static_assert(std::endian::native == std::endian::little);

/// More than any network that CCAD loads has.
constexpr int mostClasses = 10'000;

constexpr std::array storedStatuses = {StudyStatus::Ok, StudyStatus::Refused, StudyStatus::Failed,
                                       StudyStatus::Duplicate, StudyStatus::Queued};

constexpr std::array<std::pair<Companion, const char*>, companionKinds> companionKeys = {{
    {Companion::System, "system"},
    {Companion::Unfinished, "unfinished"},
    {Companion::Lock, "locks"},
    {Companion::Document, "documents"},
    {Companion::Index, "indexes"},
    {Companion::Folder, "folders"},
}};

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

QString storedNotes(const ReaderNotes& notes)
{
    if (notes.isEmpty())
        return u""_s;
    return QString::fromUtf8(QJsonDocument(notesToJson(notes)).toJson(QJsonDocument::Compact));
}

/// A map covers about the picture; anything far beyond it is no map.
constexpr double largestWindow = 100;

bool areFinite(const std::vector<float>& values)
{
    return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

/// Nothing in a journal is believed: a label counts only with the probabilities that it came from.
void dropImpossible(ScreenedStudy& study)
{
    const auto isProbability = [](float p) { return p >= 0 && p <= 1; };
    if (!std::all_of(study.probabilities.begin(), study.probabilities.end(), isProbability))
        study.probabilities.clear();
    if (study.label < 0 || std::size_t(study.label) >= study.probabilities.size())
        study.label = -1;
    if (study.urgency && !(*study.urgency >= 0 && *study.urgency <= 1))
        study.urgency.reset();
    if (!std::isfinite(study.milliseconds) || study.milliseconds < 0)
        study.milliseconds = 0;
}

/// The file's name, with its folder where the other one is called the same.
QString nameBeside(const QString& file, const QString& other)
{
    const QString name = QFileInfo(file).fileName();
    return name == QFileInfo(other).fileName() ? file : name;
}

QStringList strings(const QJsonValue& array)
{
    QStringList list;
    for (const QJsonValue& value : array.toArray())
        list << value.toString();
    return list;
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
    const bool isWindow = std::isfinite(header.left) && std::isfinite(header.top)
        && header.windowWidth > 0 && header.windowWidth <= largestWindow && header.windowHeight > 0
        && header.windowHeight <= largestWindow;
    if (header.width <= 0 || header.height <= 0 || !isWindow || !areFinite(placed.map.values)
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
    // What other rows have to do with this one may come later.
    const auto isComputed = [](const QString& sentence) {
        return isUidUsedTwice(sentence) || sentence == fileWasReplaced();
    };
    QStringList warnings = study.warnings;
    warnings.removeIf(isComputed);
    ReaderNotes notes;
    for (const ReaderNote& note : study.notes.coded())
        if (!isComputed(note.sentence))
            notes.add(note.code, note.sentence);
    return {revision,
            storedStatus(study.status),
            storedText(study.reason),
            storedSentences(warnings),
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
            storedText(study.uid),
            int(study.isDicom),
            int(study.sharesUid),
            storedNotes(notes),
            storedText(study.pixelChecksum),
            storedText(study.patientBirthDate),
            storedText(study.patientSex),
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
    study.uid = row.text(UidColumn);
    study.isDicom = row.number(DicomColumn) != 0;
    study.sharesUid = row.number(SharesUidColumn) != 0;
    if (const QString notes = row.text(NotesColumn); !notes.isEmpty())
        study.notes = notesFromJson(QJsonDocument::fromJson(notes.toUtf8()).array());
    study.pixelChecksum = row.text(PixelsColumn);
    study.patientBirthDate = row.text(BirthDateColumn);
    study.patientSex = row.text(SexColumn);
    if (row.number(ReplacedColumn) != 0) {
        study.notes.add(NoteCode::Replaced, fileWasReplaced());
        study.warnings << fileWasReplaced();
    }
    if (study.sharesUid) {
        const QString said = uidUsedTwice(nameBeside(row.text(FileOfSameUidColumn), study.file));
        study.notes.add(NoteCode::SharedUid, said);
        study.warnings << said;
    }
    dropImpossible(study);
    return study;
}

namespace {

/// A class has a name of its own, and of a class somebody can say whether it is the positive one.
bool makesSense(const ScreeningJob& job)
{
    const QSet<QString> names(job.classes.begin(), job.classes.end());
    return job.classes.size() <= mostClasses && names.size() == job.classes.size()
        && job.classTitles.size() <= job.classes.size()
        && (job.classes.isEmpty()
            || (job.positiveClass >= 0 && job.positiveClass < job.classes.size()))
        && job.threshold >= 0 && job.threshold <= 1 && job.shard >= 1 && job.shard <= job.shards;
}

/// As in a package, and the temperature, which stands elsewhere there.
QJsonObject storedSets(const PredictionSets& sets)
{
    QJsonObject json = toJson(sets);
    json[u"temperature"_s] = sets.temperature;
    return json;
}

PredictionSets setsFromStored(const QJsonObject& json)
{
    PredictionSets sets{json[u"coverage"_s].toDouble(), json[u"temperature"_s].toDouble(), {}, {}};
    for (const QJsonValue& floor : json[u"floors"_s].toArray())
        sets.floors.push_back(floor.toDouble());
    for (const QJsonValue& count : json[u"patients"_s].toArray())
        sets.patients.push_back(count.toInt());
    return sets;
}

/// Nothing in a journal is believed: sets that make no sense would say so of every study.
bool makeSense(const PredictionSets& sets, qsizetype classes)
{
    return sets.coverage > 0 && sets.coverage < 1 && sets.temperature > 0
        && sets.floors.size() == std::size_t(classes) && sets.patients.size() == sets.floors.size();
}

} // namespace

QByteArray jobToJson(const ScreeningJob& job)
{
    QJsonObject json{
        {u"sources"_s, QJsonArray::fromStringList(job.sources)},
        {u"model"_s,
         QJsonObject{{u"name"_s, job.modelName},
                     {u"version"_s, job.modelVersion},
                     {u"sha256"_s, job.modelSha256},
                     {u"folder"_s, job.modelFolder}}},
        {u"classes"_s, QJsonArray::fromStringList(job.classes)},
        {u"class_titles"_s, QJsonArray::fromStringList(job.classTitles)},
        {u"positive_class"_s, job.positiveClass},
        {u"threshold"_s, job.threshold},
        {u"shard"_s, job.shard},
        {u"shards"_s, job.shards},
    };
    if (job.predictionSets)
        json[u"prediction_sets"_s] = storedSets(*job.predictionSets);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

std::optional<ScreeningJob> jobFromJson(const QByteArray& text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    const QJsonObject model = json[u"model"_s].toObject();
    ScreeningJob job;
    job.sources = strings(json[u"sources"_s]);
    job.modelName = model[u"name"_s].toString();
    job.modelVersion = model[u"version"_s].toString();
    job.modelSha256 = model[u"sha256"_s].toString();
    job.modelFolder = model[u"folder"_s].toString();
    job.classes = strings(json[u"classes"_s]);
    job.classTitles = strings(json[u"class_titles"_s]);
    job.positiveClass = json[u"positive_class"_s].toInt(-1);
    job.threshold = json[u"threshold"_s].toDouble(-1);
    job.shard = json[u"shard"_s].toInt();
    job.shards = json[u"shards"_s].toInt();
    if (json.contains(u"prediction_sets"_s)) {
        job.predictionSets = setsFromStored(json[u"prediction_sets"_s].toObject());
        if (!makeSense(*job.predictionSets, job.classes.size()))
            return std::nullopt;
    }
    return makesSense(job) ? std::optional(job) : std::nullopt;
}

QByteArray unpackTokenOf(const QByteArray& text)
{
    constexpr qsizetype digits = 32;
    const QByteArray token
        = QJsonDocument::fromJson(text).object()[u"unpack_token"_s].toString().toLatin1();
    return token.size() == digits && QByteArray::fromHex(token).toHex() == token ? token
                                                                                 : QByteArray();
}

QByteArray withUnpackToken(const QByteArray& text, const QByteArray& token)
{
    QJsonObject json = QJsonDocument::fromJson(text).object();
    json[u"unpack_token"_s] = QString::fromLatin1(token);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray withoutSources(const QByteArray& text, const QStringList& paths)
{
    QJsonObject json = QJsonDocument::fromJson(text).object();
    QStringList sources = strings(json[u"sources"_s]);
    sources.removeIf([&paths](const QString& source) { return paths.contains(source); });
    json[u"sources"_s] = QJsonArray::fromStringList(sources);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

CompanionCounts companionsOf(const QByteArray& text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object()[u"left_out"_s].toObject();
    constexpr qint64 most = qint64{1} << 53; // whose sum over all kinds can be counted
    CompanionCounts counts;
    for (const auto& [kind, key] : companionKeys)
        counts.add(kind, std::clamp<qint64>(json[QLatin1String(key)].toInteger(), 0, most));
    return counts;
}

QByteArray withCompanions(const QByteArray& text, const CompanionCounts& counts)
{
    QJsonObject leftOut;
    for (const auto& [kind, key] : companionKeys)
        leftOut[QLatin1String(key)] = counts.of(kind);
    QJsonObject json = QJsonDocument::fromJson(text).object();
    json[u"left_out"_s] = leftOut;
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace ccad
