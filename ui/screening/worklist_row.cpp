// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_row.h"

#include "core/worklist/study_possible.h"
#include "ui/words/patient_text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Worklist", text);
}

QString patientOf(const ScreenedStudy& study)
{
    if (study.patientName.isEmpty() && study.patientId.isEmpty())
        return {};
    Radiograph who;
    who.patientName = study.patientName;
    who.patientId = study.patientId;
    return patientLines(who, false).join(u", "_s);
}

int nameFrom(const QString& file, const QString& folder)
{
    if (!folder.isEmpty() && file.size() > folder.size() && file.startsWith(folder))
        return int(folder.size());
    // The file was asked for by itself.
    return folder.chopped(folder.isEmpty() ? 0 : 1) == file ? int(file.lastIndexOf(u'/')) + 1 : 0;
}

} // namespace

QString folderOf(const ScreeningJob& job)
{
    if (job.sources.isEmpty())
        return {};
    const QChar slash(u'/');
    QString folder = job.sources.first() + slash;
    if (job.sources.size() > 1)
        for (const QString& source : job.sources)
            while (!source.startsWith(folder))
                folder.truncate(folder.lastIndexOf(slash, -2) + 1);
    return folder;
}

WorklistRow worklistRow(const ScreenedStudy& study, const ScreeningJob& job, const QString& folder)
{
    WorklistRow row;
    row.number = study.number;
    row.status = study.status;
    row.verdict = study.verdict;
    row.milliseconds = float(study.milliseconds);
    if (study.status == StudyStatus::Ok) {
        row.urgency = study.urgency.value_or(-1);
        row.label = qint16(study.label);
        row.positive = study.positive;
        if (study.label >= 0 && size_t(study.label) < study.probabilities.size())
            row.probability = study.probabilities[size_t(study.label)];
    }
    row.hasWarnings = !study.warnings.isEmpty();
    row.file = study.file;
    row.nameFrom = nameFrom(row.file, folder);
    row.patient = patientOf(study);
    QStringList remarks = study.warnings;
    if (const QString doubt = doubtOf(study, job); !doubt.isEmpty())
        remarks << doubt;
    if (!study.reason.isEmpty())
        remarks.prepend(study.reason);
    row.remark = remarks.join(QLatin1Char('\n'));
    row.comment = study.comment;
    updateSearched(row, job);
    return row;
}

void updateSearched(WorklistRow& row, const ScreeningJob& job)
{
    const QChar end(u'\n');
    const QString open = findingText(row, job) + end + gateText(row) + end + statusText(row.status)
        + end + verdictText(row.verdict) + end + row.comment + end;
    const QString names = worklistTitle(row, false) + end + row.patient + end + row.remark;
    row.searched = open.toCaseFolded().toUtf8();
    row.openLength = int(row.searched.size());
    row.searched += names.toCaseFolded().toUtf8();
}

QString findingText(const WorklistRow& row, const ScreeningJob& job)
{
    if (row.label < 0)
        return {};
    return classWordsOf(job, row.label);
}

QString gateText(const WorklistRow& row)
{
    switch (row.status) {
    case StudyStatus::Ok:
        return row.hasWarnings ? tr("With warnings") : tr("Ok");
    case StudyStatus::Refused:
        return tr("Refused");
    case StudyStatus::Queued:
    case StudyStatus::Failed:
    case StudyStatus::Duplicate:
        break;
    }
    return {};
}

QString statusText(StudyStatus status)
{
    switch (status) {
    case StudyStatus::Queued:
        return tr("Waiting");
    case StudyStatus::Ok:
        return tr("Done");
    case StudyStatus::Refused:
        return tr("Refused");
    case StudyStatus::Failed:
        return tr("Failed");
    case StudyStatus::Duplicate:
        break;
    }
    return tr("Duplicate");
}

QString verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Agree:
        return tr("Agree");
    case Verdict::Disagree:
        return tr("Disagree");
    case Verdict::Unsure:
        return tr("Unsure");
    case Verdict::None:
        break;
    }
    return {};
}

QString keptVerdictText(const WorklistRow& row)
{
    const QString verdict = verdictText(row.verdict);
    if (row.keeping != Keeping::Failed)
        return verdict;
    return verdict.isEmpty() ? tr("Not saved") : tr("%1, not saved").arg(verdict);
}

QString worklistTitle(const WorklistRow& row, bool hidden)
{
    return hidden ? studyTitle(row.file, int(row.number), true) : row.file.mid(row.nameFrom);
}

QString remarkText(const WorklistRow& row, bool hidden)
{
    // The reason of a duplicate names another file, which only the journal knows.
    if (hidden && row.status == StudyStatus::Duplicate)
        return tr("The same study as an earlier one.");
    if (hidden)
        return withoutPath(row.remark, row.file, worklistTitle(row, true), true);
    // A file in the same folder need not be named with its folder.
    return QString(row.remark).remove(row.file.left(row.nameFrom));
}

} // namespace ccad
