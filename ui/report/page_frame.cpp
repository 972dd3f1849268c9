// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/page_frame.h"

#include "ui/report/report_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>

namespace ccad {

namespace {

constexpr double baseLine = reportPageSize.height() - 44;
constexpr double ruleAbove = 20;
constexpr int textSize = 13;

QString tr(const char* text)
{
    return QCoreApplication::translate("Report", text);
}

} // namespace

void addPageFooter(ReportPage& page, int number, int count)
{
    using page_frame::left;
    using page_frame::right;
    page.rules.emplace_back(left, baseLine - ruleAbove, right, baseLine - ruleAbove);
    page.texts.push_back({{left, baseLine},
                          tr("Research use only. Not for diagnosis."),
                          reportFont(textSize, true)});
    const QFont plain = reportFont(textSize - 1, false);
    const QString words = tr("Page %1 of %2").arg(number).arg(count);
    const double width = QFontMetricsF(plain).horizontalAdvance(words);
    page.texts.push_back({{right - width, baseLine}, words, plain});
}

} // namespace ccad
