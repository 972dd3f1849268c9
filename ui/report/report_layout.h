// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/report_blocks.h"

#include <QFont>
#include <QLineF>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace ccad {

// Lengths of a report are in 1/96 inch from the upper left corner of an A4 page.

inline constexpr int reportDotsPerInch = 96;
inline constexpr QSizeF reportPageSize{793.7, 1122.5};

struct ReportText
{
    QPointF baseLine; ///< left end of the base line
    QString text;
    QFont font;
};

struct ReportBarBox
{
    QRectF rect;
    ReportBar bar;
};

struct ReportPicture
{
    QRectF rect; ///< has the aspect ratio of the turned picture
    bool withOverlay = false;
};

/// The content of one page.
struct ReportPage
{
    std::vector<ReportText> texts;
    std::vector<ReportBarBox> bars;
    std::vector<ReportPicture> pictures;
    std::vector<QLineF> rules;
};

/// Breaks a report into pages. Nothing is left out: when the report takes more than two pages, the
/// text gets smaller, down to 8 points; what still does not fit goes on further pages.
[[nodiscard]] std::vector<ReportPage> layOutReport(const ReportContent& content);

} // namespace ccad
