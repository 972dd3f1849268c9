// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/screening/result_export.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// The number keeps files of one name in several folders apart and the list in its order.
QString nameOf(const ScreenedStudy& row)
{
    return u"%1-%2"_s.arg(row.number, 6, 10, QLatin1Char('0')).arg(QFileInfo(row.file).fileName());
}

Error cancelled(const QString& folder)
{
    return {ErrorCode::Cancelled, u"Writing the results was cancelled."_s, folder};
}

void take(const results::FilmResults& film, qint64 number, ResultsOfRows& written)
{
    std::map<QString, ResultFile>& files = written.columns.rows[number];
    for (const results::WrittenObject& object : film.objects)
        files[results::nameOf(object.kind)]
            = {QFileInfo(object.path).fileName(), object.sopInstanceUid};
    written.films += film.objects.empty() ? 0 : 1;
    if (film.problem) {
        written.problems << film.problem->message;
        written.inTheWay += film.problem->code == ErrorCode::AlreadyExists ? 1 : 0;
    } else if (!film.judgement.reason.isEmpty()) {
        written.problems << film.judgement.reason;
    }
}

Result<void> checkModel(const ScreeningJob& job, const Classifier& classifier)
{
    if (classifier.manifest().weightsSha256 == job.modelSha256)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 u"The batch was judged by another model than %1: its results would say something "
                 "else than the worklist."_s.arg(classifier.manifest().name),
                 {}};
}

} // namespace

Result<ResultsOfRows> writeResultsOfRows(const std::vector<ScreenedStudy>& rows,
                                         const ScreeningJob& job, const Classifier& classifier,
                                         const LungSegmenter* lungs,
                                         const results::ResultsChoice& choice,
                                         const CancelToken& cancel, const Progress& progress)
{
    if (auto known = checkModel(job, classifier); !known)
        return known.error();
    if (!QDir().mkpath(choice.out))
        return Error{ErrorCode::WriteFailed, u"Cannot create the folder %1."_s.arg(choice.out),
                     choice.out};
    results::ResultsWriter writer(classifier, lungs, choice);
    ResultsOfRows written;
    for (const results::ObjectKind kind : choice.kinds)
        written.columns.kinds << results::nameOf(kind);
    std::vector<results::JudgedFilm> judged;
    qint64 done = 0;
    for (const ScreenedStudy& row : rows) {
        if (progress)
            progress(++done, static_cast<qint64>(rows.size()), row.file);
        if (row.status != StudyStatus::Ok)
            continue;
        const results::FilmResults film = writer.write({nameOf(row), row.path}, cancel);
        if (film.judgement.interrupted || cancel.isCancelled())
            return cancelled(choice.out);
        take(film, row.number, written);
        if (choice.withKeyObjects && film.film && film.result)
            judged.push_back({*film.film, *film.result});
    }
    if (!choice.withKeyObjects)
        return written;
    const auto keys = results::writeKeyObjects(judged, choice);
    if (!keys)
        return keys.error();
    for (const results::WrittenObject& object : *keys)
        written.keyObjects << object.path;
    return written;
}

} // namespace ccad
