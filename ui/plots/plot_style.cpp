// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_style.h"

#include <QFontInfo>

#include <array>

namespace ccad {

namespace {

std::vector<QColor> linesOf(Theme theme)
{
    const ThemeColours& c = coloursOf(theme);
    if (theme == Theme::Daylight)
        return {c.positive,       c.other,          QColor(0x0f766e),
                QColor(0x7e22ce), QColor(0x6b5b00), QColor(0xbe185d)};
    return {c.positive,       c.other,          QColor(0x4fd1a5),
            QColor(0xc792ea), QColor(0xe8d44d), QColor(0xff7eb6)};
}

} // namespace

PlotColours plotColoursOf(Theme theme)
{
    const ThemeColours& c = coloursOf(theme);
    return {c.surface, c.text, c.mutedText, c.border, linesOf(theme)};
}

PlotColours printColours()
{
    PlotColours colours = plotColoursOf(Theme::Daylight);
    colours.background = Qt::white;
    return colours;
}

QColor colourOf(const PlotSeries& series, const PlotColours& colours)
{
    if (series.kind == PlotSeries::Kind::Guide)
        return colours.mutedText;
    return colours.lines[size_t(series.style) % colours.lines.size()];
}

QPen penOf(const PlotSeries& series, const PlotColours& colours)
{
    if (series.kind == PlotSeries::Kind::Guide)
        return {colourOf(series, colours), 1, Qt::DotLine};
    constexpr std::array dashes
        = {Qt::SolidLine, Qt::DashLine, Qt::DashDotLine, Qt::DashDotDotLine};
    // Beyond the last colour the dashes shift, so that no two series look alike.
    const size_t round = size_t(series.style) / colours.lines.size();
    return {colourOf(series, colours), 2, dashes[(size_t(series.style) + round) % dashes.size()],
            Qt::FlatCap, Qt::RoundJoin};
}

PlotMarker markerOf(const PlotSeries& series)
{
    if (series.kind == PlotSeries::Kind::Handle)
        return PlotMarker::Diamond;
    return static_cast<PlotMarker>(series.style % 6);
}

bool hasMarkers(const PlotSeries& series)
{
    return series.kind == PlotSeries::Kind::Points || series.kind == PlotSeries::Kind::Handle
        || (series.kind == PlotSeries::Kind::Line && series.markers);
}

QFont plotFont(const QFont& base, double scale)
{
    QFont font = base;
    font.setPixelSize(int(QFontInfo(base).pixelSize() * scale + 0.5));
    return font;
}

} // namespace ccad
