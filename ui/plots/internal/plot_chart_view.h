// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/internal/plot_chart.h"
#include "ui/plots/internal/plot_crosshair.h"

#include <QChartView>

class QRubberBand;

namespace ccad {

/// The interactive part of a PlotView: wheel, rubber band and keys zoom; a crosshair names the
/// nearest point; a handle can be dragged.
class PlotChartView final : public QChartView
{
    Q_OBJECT
public:
    explicit PlotChartView(QWidget* parent = nullptr);

    /// The zoom stays as long as the axes keep their names.
    void setPlot(const PlotData& plot);
    /// Moves the handle and nothing else.
    void moveHandle(QPointF value);
    [[nodiscard]] const PlotColours& colours() const { return m_colours; }

    [[nodiscard]] bool isZoomed() const;
    void resetZoom();
    /// Zooms around a point in view coordinates; a factor above 1 enlarges.
    void zoomBy(double factor, QPointF centre);

    /// The point in view coordinates.
    [[nodiscard]] QPointF toView(QPointF value) const;
    [[nodiscard]] QPointF toValue(QPointF position) const;
    /// The lines of the crosshair; empty while it is off.
    [[nodiscard]] QStringList crosshairText() const;

Q_SIGNALS:
    void handleDragged(QPointF value);
    /// An arrow key moved the handle: 1 forward, -1 back.
    void handleStepped(int steps);
    void zoomChanged();

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void rebuild();
    void setRanges(QRectF ranges);
    [[nodiscard]] QRectF ranges() const; ///< ranges of the axes: left to right, y upwards
    [[nodiscard]] QRectF home() const;
    [[nodiscard]] PlotGeometry geometry() const;
    void pan(int right, int up);
    void stepCrosshair(int points, int series);
    [[nodiscard]] const PlotSeries* handle() const;
    [[nodiscard]] bool isOnHandle(QPointF position) const;

    PlotData m_data;
    PlotColours m_colours;
    Theme m_theme;
    PlotCrosshair m_crosshair;
    QRubberBand* m_band;
    QPoint m_bandStart;
    bool m_draggingHandle = false;
};

} // namespace ccad
