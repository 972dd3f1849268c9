// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/results_saving.h"

#include "core/base/data_dirs.h"
#include "core/lungs/lungs.h"
#include "ui/report/report_pdf.h"
#include "ui/results/shown_as.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ccad::Results", text);
}

QString titleOf(results::ObjectKind kind)
{
    for (const results::ObjectMaker& maker : results::objectMakers())
        if (maker.kind == kind)
            return QString::fromLatin1(maker.title);
    return {};
}

} // namespace

results::FilmResults saveResults(ResultsOrder order)
{
    results::ResultsChoice& choice = order.choice;
    choice.shown = shownAs(order.study, order.report);
    choice.choices.programVersion = QCoreApplication::applicationVersion();
    choice.choices.withSeverity = order.report.showsSeverity;
    if (std::ranges::find(choice.kinds, results::ObjectKind::Pdf) != choice.kinds.end())
        choice.reportPdf = reportPdf(order.report);
    const QFileInfo file(order.study.path);
    if (!QDir().mkpath(choice.out)) {
        results::FilmResults failed;
        failed.problem = Error{
            ErrorCode::WriteFailed,
            tr(QT_TRANSLATE_NOOP("ccad::Results", "The folder %1 cannot be made.")).arg(choice.out),
            choice.out};
        return failed;
    }
    const ComputeLane::Turn turn(*order.study.lane, true);
    // Without the lung network there is no segmentation, which the answer then says.
    const auto lungs = LungSegmenter::load(lungModelDir());
    results::ResultsWriter writer(*order.study.classifier, lungs ? lungs->get() : nullptr, choice);
    return writer.write({file.fileName(), order.study.path}, {});
}

QString savedWords(const results::FilmResults& saved, const QString& folder)
{
    QStringList titles;
    for (const results::WrittenObject& object : saved.objects)
        titles << titleOf(object.kind);
    QStringList sentences{tr(QT_TRANSLATE_NOOP("ccad::Results", "Saved in %1: %2."))
                              .arg(folder, titles.join(QLatin1String(", ")))};
    for (const results::LeftOutObject& leftOut : saved.leftOut)
        sentences << leftOut.reason;
    return sentences.join(u' ');
}

QString failureWords(const results::FilmResults& saved)
{
    if (saved.problem)
        return saved.problem->message;
    return saved.objects.empty() ? saved.judgement.reason : QString();
}

} // namespace ccad
