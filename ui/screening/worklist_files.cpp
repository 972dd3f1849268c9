// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_files.h"

#include "core/screening/overlay_export.h"
#include "core/worklist/worklist_export.h"
#include "ui/screening/internal/worklist_pdf.h"
#include "ui/screening/internal/worklist_report.h"
#include "ui/screening/internal/worklist_results.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text, qint64 count = -1)
{
    return QCoreApplication::translate("WorklistFiles", text, nullptr, int(count));
}

Error cancelled()
{
    return {ErrorCode::Cancelled, tr("The export was cancelled."), {}};
}

Result<std::vector<ScreenedStudy>>
chosenStudies(const Journal& journal, const QList<qint64>& numbers, const CancelToken& cancel)
{
    std::vector<ScreenedStudy> studies;
    if (numbers.isEmpty()) {
        const auto walked
            = journal.forEachByUrgency([&](const ScreenedStudy& study) -> Result<void> {
                  if (cancel.isCancelled())
                      return cancelled();
                  if (study.positive && study.status == StudyStatus::Ok)
                      studies.push_back(study);
                  return {};
              });
        if (!walked)
            return walked.error();
        return studies;
    }
    for (const qint64 number : numbers) {
        auto study = journal.study(number);
        if (!study)
            return study.error();
        studies.push_back(*std::move(study));
    }
    return studies;
}

Result<QString> exportOverlays(const std::vector<ScreenedStudy>& studies,
                               const WorklistExportRequest& request, const CancelToken& cancel,
                               const Progress& progress)
{
    OverlayExport options;
    options.folder = request.target;
    const auto written = writeOverlays(studies, options, cancel, progress);
    if (!written)
        return written.error();
    QString sentence = tr("%n overlay(s) are in %1.", written->count).arg(request.target);
    if (!written->problems.isEmpty())
        sentence += QLatin1Char(' ')
            + tr("%n could not be drawn. %1", written->problems.size())
                  .arg(written->problems.first());
    return sentence;
}

/// What is made of some rows, in a folder.
Result<QString> exportRows(const Journal& journal, const WorklistExportRequest& request,
                           const CancelToken& cancel, const Progress& progress)
{
    const auto studies = chosenStudies(journal, request.numbers, cancel);
    if (!studies)
        return studies.error();
    return request.format == WorklistFormat::Overlays
        ? exportOverlays(*studies, request, cancel, progress)
        : exportResults(journal, *studies, request, cancel, progress);
}

} // namespace

Result<QString> exportWorklist(const WorklistExportRequest& request, const CancelToken& cancel,
                               const Progress& progress)
{
    const auto journal = Journal::open(request.journal);
    if (!journal)
        return journal.error();
    if (request.format == WorklistFormat::Overlays || request.format == WorklistFormat::Results)
        return exportRows(**journal, request, cancel, progress);

    const WorklistExport options{request.withIdentifiers};
    Result<void> written;
    if (request.format == WorklistFormat::Csv) {
        written = writeWorklistCsv(**journal, request.target, options);
    } else if (request.format == WorklistFormat::JsonLines) {
        written = writeWorklistJsonLines(**journal, request.target, options);
    } else {
        const auto content
            = worklistReport(**journal, {request.time, request.withIdentifiers}, cancel);
        if (!content)
            return content.error();
        written = writeWorklistPdf(*content, request.target);
    }
    if (!written)
        return written.error();
    return request.withIdentifiers
        ? tr("The worklist is in %1, with patient identifiers.").arg(request.target)
        : tr("The worklist is in %1, without patient identifiers.").arg(request.target);
}

QString suffixOf(WorklistFormat format)
{
    switch (format) {
    case WorklistFormat::Csv:
        return u".csv"_s;
    case WorklistFormat::JsonLines:
        return u".jsonl"_s;
    case WorklistFormat::Pdf:
        return u".pdf"_s;
    case WorklistFormat::Overlays:
    case WorklistFormat::Results:
        break;
    }
    return {};
}

} // namespace ccad
