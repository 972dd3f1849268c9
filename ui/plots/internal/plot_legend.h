// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_style.h"

#include <QFont>
#include <QWidget>

class QPainter;

namespace ccad {

/// Says which line means what, in rows that wrap: each entry with its colour, dash and marker,
/// never shortened while a row of its own holds it.
class PlotLegend
{
public:
    PlotLegend() = default;
    PlotLegend(const PlotData& data, PlotColours colours, const QFont& font);

    [[nodiscard]] int heightFor(int width) const;
    void paint(QPainter& painter, const QRect& area) const;

private:
    struct Entry
    {
        PlotSeries series; ///< without its points
        int width = 0;
    };
    [[nodiscard]] std::vector<QRect> arrange(int width) const;
    void paintSample(QPainter& painter, const PlotSeries& series, const QRectF& area) const;

    std::vector<Entry> m_entries;
    PlotColours m_colours;
    QFont m_font;
    int m_rowHeight = 0;
};

/// The legend below a plot on screen.
class PlotLegendWidget final : public QWidget
{
    Q_OBJECT
public:
    explicit PlotLegendWidget(QWidget* parent = nullptr);

    void setLegend(const PlotLegend& legend);
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    PlotLegend m_legend;
};

} // namespace ccad
