// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_data.h"
#include "ui/plots/plot_frame.h"

class QAction;
class QLabel;

namespace ccad {

class PlotChartView;
class PlotLegendWidget;

/// A chart with title and legend. Wheel, rubber band, plus and minus zoom; arrow keys move; a
/// double click shows everything again. The plot names the nearest point; its menu exports. It
/// follows the theme.
class PlotView : public PlotFrame
{
    Q_OBJECT
public:
    explicit PlotView(QWidget* parent = nullptr);

    void setPlot(const PlotData& plot);
    [[nodiscard]] const PlotData& plot() const { return m_data; }
    /// Shows a sentence instead of a chart.
    void clear(const QString& why);
    [[nodiscard]] PlotChartView& chartView() const { return *m_chart; }

protected:
    void moveHandle(QPointF value);
    [[nodiscard]] PlotDrawing drawing() const override;
    [[nodiscard]] CsvTable table() const override;
    void changeEvent(QEvent* event) override;

private:
    void showLegend();

    PlotData m_data;
    PlotChartView* m_chart;
    PlotLegendWidget* m_legend;
    QLabel* m_why;
    QAction* m_reset;
};

} // namespace ccad
