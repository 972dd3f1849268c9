// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/screening/worklist_export.h"

#include "core/base/csv.h"

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

QString key(const char* name)
{
    return QString::fromLatin1(name);
}

/// Excel, LibreOffice and others run a cell that begins so (OWASP, "CSV Injection"), wherever its
/// text came from: a file name or a patient's name can.
QString harmless(const QString& text)
{
    static const QString formulaStarts = u"=+-@\t\r"_s;
    return !text.isEmpty() && formulaStarts.contains(text.front()) ? u'\'' + text : text;
}

/// Enough digits for a float to be read back as it was.
QString figure(double value)
{
    return QString::number(value, 'g', 9);
}

QString className(const ScreenedStudy& study, const ScreeningJob& job)
{
    return job.classes.value(study.label);
}

QString csvHeader(const ScreeningJob& job, const WorklistExport& options)
{
    QStringList header{key("file"), key("status"), key("reason"), key("label"), key("urgency")};
    for (const QString& name : job.classes)
        header << u"p_"_s + name;
    header << key("positive") << key("warnings") << key("view") << key("verdict") << key("comment")
           << key("model_sha256");
    if (options.withIdentifiers)
        header << key("patient_id") << key("patient_name") << key("study_date");
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
    const qsizetype firstClass = first.indexOf(",positive");
    return header.startsWith(first.left(firstClass + 1)) && header.contains(first.mid(firstClass));
}

QString csvRow(const ScreenedStudy& study, const ScreeningJob& job, const WorklistExport& options)
{
    QStringList row{harmless(study.file), wordFor(study.status), harmless(study.reason),
                    harmless(className(study, job)),
                    study.urgency ? figure(*study.urgency) : QString()};
    for (std::size_t i = 0; i < std::size_t(job.classes.size()); ++i)
        row << (i < study.probabilities.size() ? figure(double(study.probabilities[i]))
                                               : QString());
    const QString positive = study.positive ? key("yes") : key("no");
    row << (study.label < 0 ? QString() : positive)
        << harmless(study.warnings.join(QLatin1Char(' '))) << study.view << wordFor(study.verdict)
        << harmless(study.comment) << job.modelSha256;
    if (options.withIdentifiers)
        row << harmless(study.patientId) << harmless(study.patientName)
            << harmless(study.studyDate);
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

/// Writes a file line by line; the old one stays unless all of it got through.
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
        if (m_file.write(bytes) != bytes.size())
            return failed();
        return {};
    }
    Result<void> close()
    {
        if (!m_file.commit())
            return failed();
        return {};
    }

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
        {key("number"), study.number},
        {key("file"), study.file},
        {key("status"), wordFor(study.status)},
        {key("reason"), textOrNull(study.reason)},
        {key("warnings"), QJsonArray::fromStringList(study.warnings)},
        {key("label"), textOrNull(className(study, job))},
        {key("probabilities"), probabilities(study, job)},
        {key("threshold"), job.threshold},
        {key("positive"), hasFinding ? QJsonValue(study.positive) : unknown},
        {key("urgency"), study.urgency ? QJsonValue(*study.urgency) : unknown},
        {key("model"), QJsonObject{{key("name"), job.modelName}, {key("sha256"), job.modelSha256}}},
        {key("view"), textOrNull(study.view)},
        {key("milliseconds"),
         study.milliseconds > 0 ? QJsonValue(QJsonObject{{key("total"), study.milliseconds}})
                                : unknown},
        {key("verdict"), textOrNull(wordFor(study.verdict))},
        {key("comment"), textOrNull(study.comment)},
    };
    if (options.withIdentifiers) {
        json[key("patient_id")] = textOrNull(study.patientId);
        json[key("patient_name")] = textOrNull(study.patientName);
        json[key("study_date")] = textOrNull(study.studyDate);
    }
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
