// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_layout.h"

#include "ui/report/page_frame.h"
#include "ui/report/report_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using page_frame::bottom;
using page_frame::left;
using page_frame::right;
using page_frame::top;

constexpr double gap = 12;
constexpr double barHeight = 8;
constexpr double tallestPair = 400; ///< of two pictures side by side
constexpr double tallestSingle = 440;
constexpr int largestText = 13;
constexpr int smallestText = 11; ///< 8 points and a bit
constexpr size_t wishedPages = 2;

QString tr(const char* text)
{
    return QCoreApplication::translate("Report", text);
}

/// Fills pages from top to bottom.
class Flow
{
public:
    explicit Flow(int textSize) : m_textSize(textSize) { m_pages.emplace_back(); }

    void addHeader(const ReportContent& content);
    void addPictures(const ReportContent& content);
    void addBlock(const ReportBlock& block);
    [[nodiscard]] std::vector<ReportPage> finished();

private:
    [[nodiscard]] ReportPage& page() { return m_pages.back(); }
    void need(double height);
    void addText(const QString& text, const QFont& font, double indent = 0);
    void addRule();

    int m_textSize;
    double m_y = top;
    std::vector<ReportPage> m_pages;
};

void Flow::need(double height)
{
    if (m_y + height <= bottom)
        return;
    m_pages.emplace_back();
    m_y = top;
}

void Flow::addText(const QString& text, const QFont& font, double indent)
{
    const QFontMetricsF metrics(font);
    for (const QString& line : reportLines(text, font, right - left - indent)) {
        need(metrics.height());
        page().texts.push_back({{left + indent, m_y + metrics.ascent()}, line, font});
        m_y += metrics.height();
    }
}

void Flow::addRule()
{
    page().rules.emplace_back(left, m_y, right, m_y);
    m_y += gap / 2;
}

void Flow::addHeader(const ReportContent& content)
{
    const QFont small = reportFont(m_textSize - 1, false);
    const QFontMetricsF metrics(small);
    const QString time = QLocale::c().toString(content.time, u"yyyy-MM-dd HH:mm"_s);
    page().texts.push_back(
        {{right - metrics.horizontalAdvance(time), m_y + metrics.ascent()}, time, small});
    addText(tr("CCAD: report on a chest X-ray"), small);
    m_y += 2;
    addText(content.title, reportFont(m_textSize + 5, true));
    for (const QString& line : content.patient)
        addText(line, reportFont(m_textSize, false));
    m_y += 4;
    addRule();
}

void Flow::addPictures(const ReportContent& content)
{
    if (content.picture.isNull())
        return;
    const QSizeF turned
        = content.orientation.mapRect(QRectF(QPointF(), content.picture.size())).size();
    const bool isPair = !content.overlay.isEmpty();
    const double room = isPair ? (right - left - gap) / 2 : right - left;
    const QSizeF size
        = turned.scaled(room, isPair ? tallestPair : tallestSingle, Qt::KeepAspectRatio);
    // The page is shared evenly: the pictures of one report have the same size.
    const double spare = (right - left - size.width() * (isPair ? 2 : 1) - (isPair ? gap : 0)) / 2;
    const QRectF first(QPointF(left + std::max(0.0, spare), m_y), size);
    page().pictures.push_back({first, false});
    if (isPair)
        page().pictures.push_back({first.translated(size.width() + gap, 0), true});
    m_y = first.bottom() + 4;
    addText(pictureText(content), reportFont(m_textSize - 1, false));
}

void Flow::addBlock(const ReportBlock& block)
{
    using Role = ReportBlock::Role;
    const QFont body = reportFont(m_textSize, false);
    const double line = QFontMetricsF(body).height();
    switch (block.role) {
    case Role::Heading:
        // A heading stays together with the beginning of its text.
        need(gap + 3 * line);
        m_y += gap;
        addRule();
        return addText(block.text, reportFont(m_textSize, true));
    case Role::Label:
        return addText(block.text, reportFont(m_textSize + 6, true));
    case Role::Warning:
        need(line);
        page().texts.push_back(
            {{left, m_y + QFontMetricsF(body).ascent()}, u"!"_s, reportFont(m_textSize, true)});
        return addText(block.text, body, gap);
    case Role::Text:
        break;
    }
    if (block.bar)
        need(line + barHeight + 8);
    addText(block.text, body);
    if (block.bar) {
        page().bars.push_back({QRectF(left, m_y + 3, right - left, barHeight), *block.bar});
        m_y += barHeight + 8;
    }
}

std::vector<ReportPage> Flow::finished()
{
    const int count = int(m_pages.size());
    for (int i = 0; i < count; ++i)
        addPageFooter(m_pages[size_t(i)], i + 1, count);
    return std::move(m_pages);
}

} // namespace

std::vector<ReportPage> layOutReport(const ReportContent& content)
{
    const std::vector<ReportBlock> blocks = reportBlocks(content);
    std::vector<ReportPage> pages;
    for (int size = largestText; size >= smallestText; --size) {
        Flow flow(size);
        flow.addHeader(content);
        flow.addPictures(content);
        for (const ReportBlock& block : blocks)
            flow.addBlock(block);
        pages = flow.finished();
        if (pages.size() <= wishedPages)
            break;
    }
    return pages;
}

} // namespace ccad
