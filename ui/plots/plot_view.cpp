// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_view.h"

#include "ui/plots/internal/plot_chart_view.h"
#include "ui/plots/internal/plot_legend.h"

#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

PlotView::PlotView(QWidget* parent)
    : PlotFrame(parent), m_chart(new PlotChartView(this)), m_legend(new PlotLegendWidget(this)),
      m_why(new QLabel(this)), m_reset(new QAction(tr("Reset Zoom"), this))
{
    m_why->setAlignment(Qt::AlignCenter);
    m_why->setWordWrap(true);
    m_why->setTextFormat(Qt::PlainText);
    m_why->setProperty("role", u"muted"_s);
    auto* body = new QWidget(this);
    body->setAccessibleName(tr("Plot"));
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::small);
    layout->addWidget(m_chart, 1);
    layout->addWidget(m_legend);
    layout->addWidget(m_why, 1);
    setBody(body);

    menu().addSeparator();
    menu().addAction(m_reset);
    connect(m_reset, &QAction::triggered, m_chart, &PlotChartView::resetZoom);
    connect(m_chart, &PlotChartView::zoomChanged, this,
            [this] { m_reset->setEnabled(m_chart->isZoomed()); });
    clear(tr("There is nothing to plot yet."));
}

void PlotView::setPlot(const PlotData& plot)
{
    m_data = plot;
    setTitle(plot.title);
    setExportable(true);
    m_chart->setPlot(plot);
    m_chart->setAccessibleName(plot.title);
    m_chart->setAccessibleDescription(plot.summary);
    showLegend();
    m_chart->show();
    m_legend->show();
    m_why->hide();
}

void PlotView::clear(const QString& why)
{
    m_data = {};
    m_chart->setPlot(m_data);
    m_chart->setAccessibleName(tr("Empty plot"));
    setExportable(false);
    m_chart->hide();
    m_legend->hide();
    m_why->setText(why);
    m_why->setAccessibleName(why);
    m_why->show();
}

void PlotView::moveHandle(QPointF value)
{
    for (PlotSeries& series : m_data.series)
        if (series.kind == PlotSeries::Kind::Handle)
            series.points = {value};
    m_chart->moveHandle(value);
}

void PlotView::showLegend()
{
    m_legend->setLegend(PlotLegend(m_data, plotColoursOf(currentTheme()), plotFont(font(), 0.96)));
}

void PlotView::changeEvent(QEvent* event)
{
    PlotFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::FontChange)
        showLegend();
}

CsvTable PlotView::table() const
{
    return m_data.table ? m_data.table() : CsvTable();
}

PlotDrawing PlotView::drawing() const
{
    return {m_data.title, m_data.exportSize, [this](QPainter& painter) {
                paintPlot(painter, m_data.exportSize, m_data, printColours(), font());
            }};
}

} // namespace ccad
