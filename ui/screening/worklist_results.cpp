// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_results.h"

#include "core/base/data_dirs.h"
#include "core/screening/result_export.h"
#include "ui/screening/internal/batch_model.h"

#include <QCoreApplication>
#include <QDir>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text, qint64 count = -1)
{
    return QCoreApplication::translate("WorklistFiles", text, nullptr, int(count));
}

results::ResultsChoice choiceFor(const QString& folder)
{
    results::ResultsChoice choice;
    choice.out = folder;
    choice.kinds = {results::ObjectKind::StructuredReport, results::ObjectKind::SecondaryCapture};
    choice.withKeyObjects = true;
    choice.choices.programVersion = QCoreApplication::applicationVersion();
    return choice;
}

QString sentenceOn(const ResultsOfRows& written, const QString& folder)
{
    QString sentence
        = tr("Objects of %n film(s) are in %1, with a worklist that names them.", written.films)
              .arg(folder);
    if (!written.problems.isEmpty())
        sentence += QLatin1Char(' ')
            + tr("%n film(s) gave none. %1", written.problems.size()).arg(written.problems.first());
    return sentence;
}

} // namespace

Result<QString> exportResults(const Journal& journal, const std::vector<ScreenedStudy>& rows,
                              const WorklistExportRequest& request, const CancelToken& cancel,
                              const Progress& progress)
{
    const QString folder = modelFolderOf(journal.job(), request.models);
    if (folder.isEmpty())
        return Error{ErrorCode::ModelMissing,
                     tr("The model of this batch is not among your models, or is another one by "
                        "now: its results cannot be made."),
                     {}};
    const QString worklist = QDir(request.target).filePath(u"worklist.csv"_s);
    if (auto target = checkWorklistTarget(worklist, Existing::Keep); !target)
        return target.error();
    const auto classifier = Classifier::load(folder);
    if (!classifier)
        return classifier.error();
    const auto lungs = LungSegmenter::load(lungModelDir());
    const auto written
        = writeResultsOfRows(rows, journal.job(), **classifier, lungs ? lungs->get() : nullptr,
                             choiceFor(request.target), cancel, progress);
    if (!written)
        return written.error();
    auto named = writeWorklistCsv(journal, worklist, {request.withIdentifiers, &written->columns});
    if (!named)
        return named.error();
    return sentenceOn(*written, request.target);
}

} // namespace ccad
