// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/worklist_export.h"

#include "core/base/csv.h"
#include "core/base/durable_writing.h"
#include "core/inference/possible_classes.h"
#include "core/worklist/study_possible.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

const QJsonValue unknown(QJsonValue::Null);

/// Enough digits for a float to be read back as it was.
QString figure(double value)
{
    return QString::number(value, 'g', 9);
}

QString className(const ScreenedStudy& study, const ScreeningJob& job)
{
    return job.classes.value(study.label);
}

/// The codes, each once; their sentences are in the warnings.
QString codesOf(const ReaderNotes& notes)
{
    QStringList codes;
    for (const ReaderNote& note : notes.coded())
        codes << noteCodeName(note.code);
    codes.removeDuplicates();
    return codes.join(QLatin1Char(' '));
}

/// The columns after those of the classes that the worklists of every version have.
QStringList oldestColumns()
{
    return {u"positive"_s, u"warnings"_s, u"view"_s, u"verdict"_s, u"comment"_s, u"model_sha256"_s};
}

QString csvHeader(const ScreeningJob& job, const WorklistExport& options)
{
    QStringList header{u"file"_s, u"status"_s, u"reason"_s, u"label"_s, u"urgency"_s};
    for (const QString& name : job.classes)
        header << spreadsheetText(u"p_"_s + name);
    header << oldestColumns() << u"notes"_s << u"possible"_s;
    if (options.withIdentifiers)
        header << u"patient_id"_s << u"patient_name"_s << u"study_date"_s;
    if (options.results)
        for (const QString& kind : options.results->kinds)
            header << kind + u"_file"_s << kind + u"_uid"_s;
    return csvLine(header);
}

/// Does the file begin with the columns that every worklist has?
bool isWorklist(const QString& path)
{
    constexpr qint64 longestHeader = 1 << 16; // a model has at most some thousand classes
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray header = file.readLine(longestHeader);
    const QByteArray first = csvHeader({}, {}).toUtf8();
    const QByteArray last = ',' + oldestColumns().join(u',').toUtf8();
    return header.startsWith(first.left(first.indexOf(",positive") + 1)) && header.contains(last);
}

/// Empty where the row has none of that kind.
ResultFile objectOf(const ResultColumns& results, qint64 number, const QString& kind)
{
    const auto row = results.rows.find(number);
    if (row == results.rows.end())
        return {};
    const auto object = row->second.find(kind);
    return object == row->second.end() ? ResultFile() : object->second;
}

QString csvRow(const ScreenedStudy& study, const ScreeningJob& job, const WorklistExport& options)
{
    QStringList row{spreadsheetText(study.file), wordFor(study.status),
                    spreadsheetText(study.reason), spreadsheetText(className(study, job)),
                    study.urgency ? figure(*study.urgency) : QString()};
    for (std::size_t i = 0; i < std::size_t(job.classes.size()); ++i)
        row << (i < study.probabilities.size() ? figure(double(study.probabilities[i]))
                                               : QString());
    const QString positive = study.positive ? u"yes"_s : u"no"_s;
    row << (study.label < 0 ? QString() : positive)
        << spreadsheetText(study.warnings.join(QLatin1Char(' '))) << study.view
        << wordFor(study.verdict) << spreadsheetText(study.comment) << job.modelSha256
        << codesOf(study.notes);
    const auto possible = possibleOf(study, job);
    row << (possible ? spreadsheetText(possibleClassesCell(*possible, job.classes)) : QString());
    if (options.withIdentifiers)
        row << spreadsheetText(study.patientId) << spreadsheetText(study.patientName)
            << spreadsheetText(study.studyDate);
    if (options.results)
        for (const QString& kind : options.results->kinds) {
            const ResultFile object = objectOf(*options.results, study.number, kind);
            row << spreadsheetText(object.file) << object.sopInstanceUid;
        }
    return csvLine(row);
}

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? unknown : QJsonValue(text);
}

QJsonValue probabilities(const ScreenedStudy& study, const ScreeningJob& job)
{
    if (study.probabilities.size() != std::size_t(job.classes.size())
        || study.probabilities.empty())
        return unknown;
    QJsonObject json;
    for (std::size_t i = 0; i < study.probabilities.size(); ++i)
        json[job.classes[qsizetype(i)]] = double(study.probabilities[i]);
    return json;
}

QJsonObject resultsJson(const ScreenedStudy& study, const ResultColumns& results)
{
    QJsonObject json;
    for (const QString& kind : results.kinds) {
        const ResultFile object = objectOf(results, study.number, kind);
        json[kind] = object.file.isEmpty()
            ? unknown
            : QJsonValue(QJsonObject{{u"file"_s, object.file},
                                     {u"sop_instance_uid"_s, object.sopInstanceUid}});
    }
    return json;
}

QJsonValue possibleClassesJson(const ScreenedStudy& study, const ScreeningJob& job)
{
    const auto possible = possibleOf(study, job);
    if (!possible)
        return unknown;
    QJsonArray names;
    for (const int index : *possible)
        names.append(job.classes.value(index));
    return names;
}

/// Writes a file line by line; the old file stays unless all lines were written.
class LineFile
{
public:
    LineFile(const QString& path, const char* lineEnd) : m_file(path), m_lineEnd(lineEnd) { }

    Result<void> open(const WorklistExport& options)
    {
        if (!m_file.open(QIODevice::WriteOnly))
            return failed();
        if (options.withIdentifiers) // a list of patients is for its writer alone
            m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        return {};
    }
    Result<void> write(const QByteArray& line)
    {
        const QByteArray bytes = line + m_lineEnd;
        if (!writeWhole(m_file, bytes))
            return failed();
        return {};
    }
    Result<void> close() { return commitDurably(m_file); }

private:
    [[nodiscard]] Error failed() const
    {
        return {ErrorCode::WriteFailed,
                u"Cannot write %1: %2."_s.arg(m_file.fileName(), m_file.errorString()),
                m_file.fileName()};
    }

    QSaveFile m_file;
    const char* m_lineEnd;
};

} // namespace

Result<void> checkWorklistTarget(const QString& path, Existing existing)
{
    const QFileInfo target(path);
    if (!target.exists())
        return {};
    if (!target.isFile())
        return Error{ErrorCode::WriteFailed,
                     u"%1 is no file that a worklist can be written to."_s.arg(path), path};
    if (existing == Existing::Replace || target.size() == 0 || isWorklist(path))
        return {};
    return Error{ErrorCode::AlreadyExists,
                 u"There is a file %1 already that is no worklist of CCAD; it is "
                 "replaced only when that is asked for."_s.arg(path),
                 path};
}

QByteArray worklistJsonLine(const ScreenedStudy& study, const ScreeningJob& job,
                            const WorklistExport& options)
{
    const bool hasFinding = study.label >= 0;
    QJsonObject json{
        {u"number"_s, study.number},
        {u"file"_s, study.file},
        {u"status"_s, wordFor(study.status)},
        {u"reason"_s, textOrNull(study.reason)},
        {u"warnings"_s, QJsonArray::fromStringList(study.warnings)},
        {u"notes"_s, notesToJson(study.notes)},
        {u"label"_s, textOrNull(className(study, job))},
        {u"probabilities"_s, probabilities(study, job)},
        {u"threshold"_s, job.threshold},
        {u"positive"_s, hasFinding ? QJsonValue(study.positive) : unknown},
        {u"possible"_s, possibleClassesJson(study, job)},
        {u"urgency"_s, study.urgency ? QJsonValue(*study.urgency) : unknown},
        {u"model"_s, QJsonObject{{u"name"_s, job.modelName}, {u"sha256"_s, job.modelSha256}}},
        {u"view"_s, textOrNull(study.view)},
        {u"milliseconds"_s,
         study.milliseconds > 0 ? QJsonValue(QJsonObject{{u"total"_s, study.milliseconds}})
                                : unknown},
        {u"verdict"_s, textOrNull(wordFor(study.verdict))},
        {u"comment"_s, textOrNull(study.comment)},
    };
    if (options.withIdentifiers) {
        json[u"patient_id"_s] = textOrNull(study.patientId);
        json[u"patient_name"_s] = textOrNull(study.patientName);
        json[u"study_date"_s] = textOrNull(study.studyDate);
    }
    if (options.results)
        json[u"results"_s] = resultsJson(study, *options.results);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Result<void> writeWorklistCsv(const Journal& journal, const QString& path,
                              const WorklistExport& options)
{
    LineFile file(path, "\r\n");
    if (auto opened = file.open(options); !opened)
        return opened;
    if (auto written = file.write(csvHeader(journal.job(), options).toUtf8()); !written)
        return written;
    auto rows = journal.forEachByUrgency([&](const ScreenedStudy& study) {
        return file.write(csvRow(study, journal.job(), options).toUtf8());
    });
    if (!rows)
        return rows;
    return file.close();
}

Result<void> writeWorklistJsonLines(const Journal& journal, const QString& path,
                                    const WorklistExport& options)
{
    LineFile file(path, "\n");
    if (auto opened = file.open(options); !opened)
        return opened;
    auto rows = journal.forEachByUrgency([&](const ScreenedStudy& study) {
        return file.write(worklistJsonLine(study, journal.job(), options));
    });
    if (!rows)
        return rows;
    return file.close();
}

} // namespace ccad
