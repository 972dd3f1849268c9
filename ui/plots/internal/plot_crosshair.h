// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_data.h"
#include "ui/plots/plot_style.h"

#include <QCoreApplication>
#include <QPointF>
#include <QRectF>
#include <QStringList>

#include <optional>

class QPainter;

namespace ccad {

/// How values lie in the area of a plot, in view coordinates.
struct PlotGeometry
{
    QRectF area;
    QRectF ranges; ///< ranges of the axes: left to right, y upwards

    [[nodiscard]] QPointF toView(QPointF value) const;
    [[nodiscard]] QPointF toValue(QPointF position) const;
};

/// Marks one point of a plot and names it: the nearest to the pointer, or the next by keyboard.
class PlotCrosshair
{
    Q_DECLARE_TR_FUNCTIONS(PlotCrosshair)
public:
    /// The plot must outlive the crosshair.
    explicit PlotCrosshair(const PlotData& plot) : m_plot(plot) { }

    void clear() { m_place.reset(); }
    /// Marks the point next to the position, if one is near. True when that is another one.
    bool moveTo(QPointF position, const PlotGeometry& geometry);
    /// Goes to another point of its series, or to another series. False when there is no point.
    bool step(int points, int series);

    /// The lines that name the point; empty while it is off.
    [[nodiscard]] QStringList text(const PlotGeometry& geometry) const;
    /// Paints nothing while the point is out of sight. `view` is the size of the view.
    void paint(QPainter& painter, const PlotGeometry& geometry, const PlotColours& colours,
               QSize view) const;

private:
    struct Place
    {
        size_t series = 0;
        size_t point = 0;
        bool operator==(const Place&) const = default;
    };
    [[nodiscard]] std::optional<Place> nearest(QPointF position,
                                               const PlotGeometry& geometry) const;
    [[nodiscard]] QPointF point() const;

    const PlotData& m_plot;
    std::optional<Place> m_place;
};

} // namespace ccad
