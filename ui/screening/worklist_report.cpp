// SPDX-License-Identifier: GPL-3.0-or-later
// The content of a batch's summary; worklist_pdf.cpp makes its look.
#include "ui/screening/internal/worklist_report.h"

#include "core/worklist/identity_concerns.h"
#include "core/worklist/study_possible.h"
#include "ui/screening/internal/journal_thumbnail.h"
#include "ui/screening/internal/screening_words.h"
#include "ui/screening/internal/worklist_row.h"
#include "ui/widgets/probability_bar.h"

#include <QCoreApplication>

namespace ccad {

namespace {

constexpr int shortSha = 16;

QString tr(const char* text, qint64 count = -1)
{
    return QCoreApplication::translate("WorklistReport", text, nullptr, int(count));
}

QStringList modelText(const ScreeningJob& job)
{
    const QString positive = job.classTitles.value(job.positiveClass);
    return {tr("%1, version %2. SHA-256 of its weights: %3…")
                .arg(job.modelName, job.modelVersion, job.modelSha256.left(shortSha)),
            tr("A finding is called positive when the probability of “%1” is at least %2.")
                .arg(positive.isEmpty() ? job.classes.value(job.positiveClass) : positive,
                     percentText(job.threshold)),
            tr("Urgency says how soon somebody should look, from 0 to 100; positive findings lie "
               "at 50 and above.")};
}

WorklistReportRow reportRow(const ScreenedStudy& study, const ScreeningJob& job,
                            bool withIdentifiers)
{
    const WorklistRow row = worklistRow(study, job, folderOf(job));
    WorklistReportRow line;
    line.file = worklistTitle(row, false);
    if (withIdentifiers)
        line.patient = row.patient;
    line.finding = tr("%1, %2, %3")
                       .arg(findingText(row, job), percentText(double(row.probability)),
                            row.positive ? tr("positive") : tr("negative"));
    line.urgency = study.urgency.value_or(0);
    QStringList remarks = study.warnings;
    if (const QString doubt = doubtOf(study, job); !doubt.isEmpty())
        remarks << doubt;
    if (row.verdict != Verdict::None)
        remarks << tr("Reader: %1.").arg(verdictText(row.verdict));
    if (!row.comment.isEmpty())
        remarks << row.comment;
    line.remark = remarks.join(QLatin1Char(' '));
    return line;
}

WorklistReportProblem problemOf(const ScreenedStudy& study, const ScreeningJob& job)
{
    const WorklistRow row = worklistRow(study, job, folderOf(job));
    const QString status = statusText(study.status);
    const QString reason = remarkText(row, false);
    return {worklistTitle(row, false),
            reason.isEmpty() ? status : tr("%1: %2").arg(status, reason)};
}

} // namespace

Result<WorklistReport> worklistReport(const Journal& journal, const WorklistReportOptions& options,
                                      const CancelToken& cancel)
{
    const auto counts = journal.counts();
    if (!counts)
        return counts.error();
    const auto concerns = remarksOnBatch(journal);
    if (!concerns)
        return concerns.error();
    const ScreeningJob& job = journal.job();
    WorklistReport report;
    report.time = options.time;
    report.title = batchTitle(job, false);
    report.counts = countsText(*counts);
    report.concerns = *concerns;
    report.model = modelText(job);

    std::vector<qint64> numbers;
    const auto walked = journal.forEachByUrgency([&](const ScreenedStudy& study) -> Result<void> {
        if (cancel.isCancelled())
            return Error{ErrorCode::Cancelled, tr("The export was cancelled."), {}};
        if (study.status == StudyStatus::Ok) {
            if (int(report.rows.size()) < options.rows) {
                numbers.push_back(study.number);
                report.rows.push_back(reportRow(study, job, options.withIdentifiers));
            } else {
                ++report.leftOut;
            }
        } else if (study.status == StudyStatus::Refused || study.status == StudyStatus::Failed) {
            if (int(report.problems.size()) < options.problems)
                report.problems.push_back(problemOf(study, job));
            else
                ++report.problemsLeftOut;
        }
        return {};
    });
    if (!walked)
        return walked.error();
    // The thumbnails are read only here: above, the journal may still be walking.
    for (size_t i = 0; i < numbers.size(); ++i)
        if (const auto bytes = journal.thumbnail(numbers[i]); bytes && !bytes->isEmpty())
            report.rows[i].thumbnail = journalThumbnail(*bytes);
    return report;
}

} // namespace ccad
