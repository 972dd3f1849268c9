// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_pdf.h"

#include "core/base/files.h"
#include "ui/report/page_frame.h"
#include "ui/report/report_painter.h"
#include "ui/report/report_pdf.h"
#include "ui/report/report_text.h"
#include "ui/screening/internal/worklist_report.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPagedPaintDevice>
#include <QPainter>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using page_frame::bottom;
using page_frame::left;
using page_frame::right;
using page_frame::top;

constexpr double gap = 12;
constexpr double thumbnailSide = 48;
constexpr double urgencyWidth = 96;
constexpr double barHeight = 6;
constexpr int textSize = 12;

QString tr(const char* text, qint64 count = -1)
{
    return QCoreApplication::translate("WorklistReport", text, nullptr, int(count));
}

struct SummaryPage
{
    ReportPage page;
    std::vector<std::pair<QRectF, QImage>> images;
};

/// Fills pages from top to bottom.
class Summary
{
public:
    Summary() { m_pages.emplace_back(); }

    void addHeader(const WorklistReport& report);
    void addHeading(const QString& text);
    void addText(const QString& text, const QFont& font);
    void addRow(const WorklistReportRow& row);
    [[nodiscard]] std::vector<SummaryPage> finished();

private:
    [[nodiscard]] ReportPage& page() { return m_pages.back().page; }
    void need(double height);
    void addLine(double x, double& y, const QString& text, const QFont& font);

    double m_y = top;
    std::vector<SummaryPage> m_pages;
};

void Summary::need(double height)
{
    if (m_y + height <= bottom)
        return;
    m_pages.emplace_back();
    m_y = top;
}

void Summary::addLine(double x, double& y, const QString& text, const QFont& font)
{
    const QFontMetricsF metrics(font);
    page().texts.push_back({{x, y + metrics.ascent()}, text, font});
    y += metrics.height();
}

void Summary::addText(const QString& text, const QFont& font)
{
    for (const QString& line : reportLines(text, font, right - left)) {
        need(QFontMetricsF(font).height());
        addLine(left, m_y, line, font);
    }
}

void Summary::addHeader(const WorklistReport& report)
{
    const QFont small = reportFont(textSize - 1, false);
    const QString time = QLocale::c().toString(report.time, u"yyyy-MM-dd HH:mm"_s);
    double y = m_y;
    addLine(right - QFontMetricsF(small).horizontalAdvance(time), y, time, small);
    addText(tr("CCAD: summary of a batch of chest X-rays"), small);
    m_y += 2;
    addText(report.title, reportFont(textSize + 6, true));
    addText(report.counts, reportFont(textSize + 1, false));
    if (!report.concerns.isEmpty())
        addText(report.concerns, reportFont(textSize, true));
}

void Summary::addHeading(const QString& text)
{
    const QFont font = reportFont(textSize + 1, true);
    // A heading stays together with the beginning of its text.
    need(gap + QFontMetricsF(font).height() + thumbnailSide + gap);
    m_y += gap;
    page().rules.emplace_back(left, m_y, right, m_y);
    m_y += gap / 2;
    addText(text, font);
    m_y += 2;
}

void Summary::addRow(const WorklistReportRow& row)
{
    const QFont strong = reportFont(textSize, true);
    const QFont plain = reportFont(textSize, false);
    const QFont small = reportFont(textSize - 1, false);
    const double x = left + thumbnailSide + gap;
    const double width = right - urgencyWidth - gap - x;
    std::vector<std::pair<QString, QFont>> lines;
    const auto take = [&](const QString& text, const QFont& font) {
        if (!text.isEmpty())
            for (const QString& line : reportLines(text, font, width))
                lines.emplace_back(line, font);
    };
    take(row.finding, strong);
    take(row.file, plain);
    take(row.patient, plain);
    take(row.remark, small);

    double height = 0;
    for (const auto& line : lines)
        height += QFontMetricsF(line.second).height();
    height = std::max(height, thumbnailSide);
    need(height + gap);
    m_pages.back().images.emplace_back(QRectF(left, m_y, thumbnailSide, thumbnailSide),
                                       row.thumbnail);
    double y = m_y;
    for (const auto& [text, font] : lines)
        addLine(x, y, text, font);
    double beside = m_y;
    addLine(right - urgencyWidth, beside, tr("Urgency %1").arg(row.urgency * 100, 0, 'f', 0),
            plain);
    page().bars.push_back({QRectF(right - urgencyWidth, beside + 3, urgencyWidth, barHeight),
                           {row.urgency, 0.5, true}});
    m_y += height + gap / 2;
    page().rules.emplace_back(left, m_y, right, m_y);
    m_y += gap / 2;
}

std::vector<SummaryPage> Summary::finished()
{
    const int count = int(m_pages.size());
    for (int i = 0; i < count; ++i)
        addPageFooter(m_pages[size_t(i)].page, i + 1, count);
    return std::move(m_pages);
}

std::vector<SummaryPage> layOut(const WorklistReport& report)
{
    const QFont plain = reportFont(textSize, false);
    Summary summary;
    summary.addHeader(report);
    summary.addHeading(tr("Model"));
    for (const QString& paragraph : report.model)
        summary.addText(paragraph, plain);
    summary.addHeading(tr("Most urgent first"));
    for (const WorklistReportRow& row : report.rows)
        summary.addRow(row);
    if (report.rows.empty())
        summary.addText(tr("No file has a finding."), plain);
    if (report.leftOut > 0)
        summary.addText(
            tr("%n less urgent file(s) are not listed here; the CSV holds all.", report.leftOut),
            plain);
    summary.addHeading(tr("Refused and failed"));
    for (const WorklistReportProblem& problem : report.problems) {
        summary.addText(problem.file, reportFont(textSize, true));
        summary.addText(problem.words, plain);
    }
    if (report.problems.empty())
        summary.addText(tr("None."), plain);
    if (report.problemsLeftOut > 0)
        summary.addText(tr("%n further file(s) are not listed here; the CSV holds all.",
                           report.problemsLeftOut),
                        plain);
    return summary.finished();
}

void paintImage(QPainter& painter, const QRectF& box, const QImage& image)
{
    painter.fillRect(box, image.isNull() ? QColor(208, 208, 208) : QColor(Qt::black));
    if (image.isNull())
        return;
    QRectF target(QPointF(), QSizeF(image.size()).scaled(box.size(), Qt::KeepAspectRatio));
    target.moveCenter(box.center());
    painter.drawImage(target, image);
}

} // namespace

QByteArray worklistPdf(const WorklistReport& report)
{
    // No name in the title: whoever lists files sees it, and it outlives a blackened page.
    return repeatablePdf(tr("Summary of a batch"), report.time,
                         [&report](QPagedPaintDevice& device) {
                             QPainter painter(&device);
                             bool isFirst = true;
                             for (const SummaryPage& page : layOut(report)) {
                                 if (!isFirst)
                                     device.newPage();
                                 isFirst = false;
                                 painter.setRenderHint(QPainter::SmoothPixmapTransform);
                                 for (const auto& [box, image] : page.images)
                                     paintImage(painter, box, image);
                                 paintReportPage(painter, page.page, ReportContent());
                             }
                         });
}

Result<void> writeWorklistPdf(const WorklistReport& report, const QString& path)
{
    return writeFileAtomically(path, worklistPdf(report));
}

} // namespace ccad
