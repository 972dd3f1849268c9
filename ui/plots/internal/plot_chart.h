// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_style.h"

#include <QChart>

#include <memory>

class QPainter;
class QValueAxis;

namespace ccad {

/// Axes and series of the data as a chart without title and legend.
[[nodiscard]] std::unique_ptr<QChart> makeChart(const PlotData& data, const PlotColours& colours,
                                                const QFont& font);

[[nodiscard]] QValueAxis* axisOf(const QChart& chart, Qt::Orientation orientation);

/// Sets the range, with ticks at round numbers.
void setAxisRange(QValueAxis& axis, double low, double high, bool integers);

/// The distance of some five round ticks in a range.
[[nodiscard]] double tickInterval(double range, bool integers);

/// "0.25" or "12" or "0.000013": as many digits as tell neighbours apart on an axis of that range.
[[nodiscard]] QString axisNumber(double value, double range);

/// Paints title, chart and legend on `size`.
void paintPlot(QPainter& painter, const QSize& size, const PlotData& data,
               const PlotColours& colours, const QFont& font);

} // namespace ccad
