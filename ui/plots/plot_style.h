// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_data.h"
#include "ui/widgets/theme.h"

#include <QColor>
#include <QFont>
#include <QPen>

class QPainter;

namespace ccad {

/// The colours of a plot.
struct PlotColours
{
    QColor background;
    QColor text;
    QColor mutedText;
    QColor grid;
    std::vector<QColor> lines; ///< each with a contrast of at least 3:1 to the background
};

/// The colours on screen.
[[nodiscard]] PlotColours plotColoursOf(Theme theme);
/// The colours in files: dark on white, whatever the screen looks like.
[[nodiscard]] PlotColours printColours();

/// Dash and colour change together, so that colour is not the only signal.
[[nodiscard]] QPen penOf(const PlotSeries& series, const PlotColours& colours);
[[nodiscard]] QColor colourOf(const PlotSeries& series, const PlotColours& colours);

enum class PlotMarker
{
    Circle,
    Square,
    Diamond,
    Triangle,
    Star,
    Pentagon,
};
[[nodiscard]] PlotMarker markerOf(const PlotSeries& series);
[[nodiscard]] bool hasMarkers(const PlotSeries& series);

/// A font sized in pixels, so that pictures come out the same on paper as on screen.
[[nodiscard]] QFont plotFont(const QFont& base, double scale = 1);

} // namespace ccad
