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
        Guide, ///< a thin grey line that is not data: chance, a boundary
        Handle, ///< one large marker that can be dragged
    };

    QString name; ///< in the legend; empty: not in the legend
    Kind kind = Kind::Line;
    int style = 0; ///< chooses colour, dash and marker together
    bool markers = false; ///< a line also marks each of its points
    std::vector<QPointF> points;
    std::function<QString(size_t point)> note; ///< further words on a point; may be empty
    std::vector<QPointF> intervals; ///< lowest and highest y of each point as (x, y), or empty
};

struct PlotAxis
{
    QString title;
    double low = 0;
    double high = 1;
    bool integers = false; ///< only whole numbers make sense
};

/// Everything a plot shows, as plain values; screen and files are drawn from the same ones.
struct PlotData
{
    QString title;
    PlotAxis x;
    PlotAxis y;
    std::vector<PlotSeries> series;
    std::function<CsvTable()> table; ///< the table of a CSV export; called when the export is made
    QString summary; ///< the plot in words, for a screen reader
    QSize exportSize = QSize(960, 640);
};

} // namespace ccad
