// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/csv.h"

#include <QPointF>
#include <QSize>
#include <QString>

#include <functional>
#include <vector>

namespace ccad {

/// Points that belong together.
struct PlotSeries
{
    enum class Kind
    {
        Line,
        Points, ///< markers without a line
        Guide, ///< a thin grey line that is no data: chance, a boundary
        Handle, ///< one large marker that can be dragged
    };

    QString name; ///< in the legend; empty: not in the legend
    Kind kind = Kind::Line;
    int style = 0; ///< chooses colour, dash and marker together
    bool markers = false; ///< of a line: each point is marked, too
    std::vector<QPointF> points;
    std::function<QString(size_t point)> note; ///< what else is known of a point; may be empty
    std::vector<QPointF> intervals; ///< lowest and highest y of each point as (x, y), or empty
};

struct PlotAxis
{
    QString title;
    double low = 0;
    double high = 1;
    bool integers = false; ///< only whole numbers make sense
};

/// Everything a plot shows, in plain values: screen and files are made of the same.
struct PlotData
{
    QString title;
    PlotAxis x;
    PlotAxis y;
    std::vector<PlotSeries> series;
    std::function<CsvTable()> table; ///< what an export as CSV holds; asked for when it is made
    QString summary; ///< the same in words, for a screen reader
    QSize exportSize = QSize(960, 640);
};

} // namespace ccad
