// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/results_saving.h"

#include "core/base/data_dirs.h"
#include "core/lungs/lungs.h"
#include "ui/report/report_painter.h"
#include "ui/report/report_pdf.h"
#include "ui/results/shown_as.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPainter>

#include <algorithm>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ccad::Results", text);
}

QImage imageOf(const results::ColourPicture& picture)
{
    if (picture.rgb.empty())
        return {};
    return QImage(picture.rgb.data(), picture.columns, picture.rows, 3 * qsizetype{picture.columns},
                  QImage::Format_RGB888)
        .copy(); // the picture's bytes are not the image's
}

/// The pages below each other.
QImage pagesOf(const ReportContent& report)
{
    constexpr double scale = 1.5; // pixels per unit of a report: enough to read it
    const std::vector<QImage> pages = reportImages(report, scale);
    QSize size(0, 0);
    for (const QImage& page : pages)
        size = {std::max(size.width(), page.width()), size.height() + page.height()};
    QImage all(size, QImage::Format_RGB32);
    all.fill(Qt::white);
    QPainter painter(&all);
    int top = 0;
    for (const QImage& page : pages) {
        painter.drawImage(0, top, page);
        top += page.height();
    }
    return all;
}

/// The orders that a study and a report give.
void complete(ResultsOrder& order)
{
    results::ResultsChoice& choice = order.choice;
    choice.shown = shownAs(order.study, order.report);
    choice.choices.programVersion = QCoreApplication::applicationVersion();
    choice.choices.withSeverity = order.report.showsSeverity;
    choice.withPreviews = true;
    if (std::ranges::find(choice.kinds, results::ObjectKind::Pdf) != choice.kinds.end())
        choice.reportPdf = reportPdf(order.report);
}

} // namespace

MadeResultsPtr makeResults(ResultsOrder order)
{
    complete(order);
    auto made = std::make_shared<MadeResults>();
    {
        const ComputeLane::Turn turn(*order.study.lane, true);
        // Without the lung network there is no segmentation, which the answer then says.
        const auto lungs = LungSegmenter::load(lungModelDir());
        results::ResultsWriter writer(*order.study.classifier, lungs ? lungs->get() : nullptr,
                                      order.choice);
        made->film = writer.make({QFileInfo(order.study.path).fileName(), order.study.path}, {});
    }
    for (const results::ObjectPreview& preview : made->film.previews)
        made->pictures.push_back(preview.kind == results::ObjectKind::Pdf
                                     ? pagesOf(order.report)
                                     : imageOf(preview.picture));
    return made;
}

results::FilmResults saveMade(const MadeResultsPtr& made, const QString& folder)
{
    results::FilmResults saved = made->film;
    if (!QDir().mkpath(folder))
        saved.problem = Error{
            ErrorCode::WriteFailed,
            tr(QT_TRANSLATE_NOOP("ccad::Results", "The folder %1 cannot be made.")).arg(folder),
            folder};
    else
        writeMade(saved, folder, Existing::Keep);
    return saved;
}

QString savedWords(const results::FilmResults& saved, const QString& folder)
{
    QStringList titles;
    for (const results::WrittenObject& object : saved.objects)
        titles << results::titleOf(object.kind);
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
    return saved.objects.empty() && saved.made.empty() ? saved.judgement.reason : QString();
}

} // namespace ccad
