// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/confusion_plot.h"

#include <QPainter>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int gap = 8;
constexpr int leastTitleWidth = 60;
constexpr QSize exportSize(720, 640);

int sumOf(const std::vector<int>& row)
{
    return std::accumulate(row.begin(), row.end(), 0);
}

QString shareText(int count, int total)
{
    return total == 0 ? QString() : ConfusionPlot::tr("%1 %").arg(100.0 * count / total, 0, 'f', 1);
}

QColor mixed(const QColor& from, const QColor& to, double share)
{
    const auto mix = [share](int a, int b) { return int(a + share * (b - a) + 0.5); };
    return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

/// The part of the area that the cells take, after room for titles.
struct Grid
{
    QRectF cells;
    double width = 0;
    double height = 0;

    [[nodiscard]] QRectF cell(size_t row, size_t column) const
    {
        return {cells.left() + double(column) * width, cells.top() + double(row) * height, width,
                height};
    }
};

Grid gridIn(const QRect& area, const QStringList& titles, const QFontMetrics& metrics)
{
    const int line = metrics.height();
    int widest = leastTitleWidth;
    for (const QString& title : titles)
        widest = std::max(widest, metrics.horizontalAdvance(title));
    const int left = std::min(widest, area.width() / 3) + 2 * gap;
    const int top = 2 * line + 2 * gap;
    Grid grid;
    grid.cells = QRectF(area).adjusted(left, top, -1, -1);
    const double n = double(std::max<qsizetype>(1, titles.size()));
    grid.width = std::min(grid.cells.width() / n, 260.0);
    grid.height = std::min(grid.cells.height() / n, 160.0);
    grid.cells.setSize(QSizeF(grid.width * n, grid.height * n));
    return grid;
}

void paintCell(QPainter& painter, const QRectF& cell, int count, int total, bool isRight,
               const PlotColours& colours, const QFont& font)
{
    const double share = total == 0 ? 0 : double(count) / total;
    // At most half way to the colour, so that the text stays readable on it.
    painter.setPen(colours.grid);
    painter.setBrush(mixed(colours.background, colours.lines[1], 0.45 * share));
    painter.drawRect(cell);
    if (isRight) {
        painter.setPen(QPen(colours.text, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cell.adjusted(3, 3, -3, -3));
    }
    QFont large = plotFont(font, 1.5);
    large.setWeight(QFont::DemiBold);
    const double middle = cell.center().y();
    painter.setPen(colours.text);
    painter.setFont(large);
    painter.drawText(QRectF(cell.left(), cell.top(), cell.width(), middle - cell.top() + 4),
                     Qt::AlignHCenter | Qt::AlignBottom, QString::number(count));
    painter.setFont(plotFont(font));
    painter.drawText(QRectF(cell.left(), middle + 6, cell.width(), cell.bottom() - middle - 6),
                     Qt::AlignHCenter | Qt::AlignTop, shareText(count, total));
}

void paintTitles(QPainter& painter, const QRect& area, const Grid& grid, const QStringList& titles,
                 const PlotColours& colours)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.height();
    painter.setPen(colours.mutedText);
    painter.drawText(QRectF(grid.cells.left(), area.top(), area.right() - grid.cells.left(), line),
                     Qt::AlignLeft, ConfusionPlot::tr("Predicted"));
    painter.drawText(QRectF(area.left(), grid.cells.top() - line - gap,
                            grid.cells.left() - area.left() - gap, line),
                     Qt::AlignLeft, ConfusionPlot::tr("True"));
    painter.setPen(colours.text);
    for (qsizetype i = 0; i < titles.size(); ++i) {
        const QRectF column = grid.cell(0, size_t(i));
        painter.drawText(
            QRectF(column.left(), grid.cells.top() - line - gap / 2, column.width(), line),
            Qt::AlignHCenter,
            metrics.elidedText(titles[i], Qt::ElideRight, int(column.width()) - 4));
        const QRectF row = grid.cell(size_t(i), 0);
        const QRectF place(area.left(), row.top(), grid.cells.left() - area.left() - gap,
                           row.height());
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(titles[i], Qt::ElideRight, int(place.width())));
    }
}

} // namespace

void paintConfusion(QPainter& painter, const QRect& area, const QStringList& titles,
                    const ConfusionMatrix& counts, const PlotColours& colours, const QFont& font)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(plotFont(font));
    const Grid grid = gridIn(area, titles, painter.fontMetrics());
    paintTitles(painter, area, grid, titles, colours);
    for (size_t row = 0; row < counts.size(); ++row)
        for (size_t column = 0; column < counts[row].size(); ++column)
            paintCell(painter, grid.cell(row, column), counts[row][column], sumOf(counts[row]),
                      row == column, colours, font);
}

/// The matrix on screen.
class ConfusionPlot::Matrix final : public QWidget
{
public:
    explicit Matrix(ConfusionPlot* plot) : QWidget(plot), m_plot(plot)
    {
        setMinimumSize(240, 180);
        setFocusPolicy(Qt::StrongFocus); // so that a screen reader can reach the counts
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const PlotColours colours = plotColoursOf(currentTheme());
        painter.fillRect(rect(), colours.background);
        if (hasFocus()) {
            painter.setPen(currentColours().accent);
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        }
        paintConfusion(painter, rect().adjusted(8, 8, -8, -8), m_plot->m_titles, m_plot->m_counts,
                       colours, font());
    }

private:
    ConfusionPlot* m_plot;
};

ConfusionPlot::ConfusionPlot(QWidget* parent) : PlotFrame(parent), m_matrix(new Matrix(this))
{
    setBody(m_matrix);
    clear();
}

void ConfusionPlot::setConfusion(const QString& heading, const QStringList& titles,
                                 const ConfusionMatrix& counts)
{
    setTitle(heading);
    m_titles = titles;
    m_counts = counts;
    setExportable(!counts.empty());
    m_matrix->setAccessibleName(counts.empty() ? tr("Empty confusion matrix") : spoken());
    m_matrix->setToolTip(
        tr("Number of images, and share of the images of the row. Framed: right answers."));
    m_matrix->update();
}

void ConfusionPlot::clear()
{
    setConfusion(tr("Confusion matrix"), {}, {});
}

QString ConfusionPlot::spoken() const
{
    QStringList parts;
    for (size_t row = 0; row < m_counts.size(); ++row)
        for (size_t column = 0; column < m_counts[row].size(); ++column)
            parts << tr("%1 predicted as %2: %3")
                         .arg(m_titles.value(qsizetype(row)), m_titles.value(qsizetype(column)),
                              QString::number(m_counts[row][column]));
    return tr("%1. %2.").arg(title(), parts.join(u"; "_s));
}

PlotDrawing ConfusionPlot::drawing() const
{
    return {title(), exportSize, [this](QPainter& painter) {
                constexpr int edge = 16;
                const PlotColours colours = printColours();
                painter.fillRect(QRect(QPoint(), exportSize), colours.background);
                QFont large = plotFont(font(), 1.15);
                large.setWeight(QFont::DemiBold);
                painter.setFont(large);
                painter.setPen(colours.text);
                const int line = painter.fontMetrics().height();
                painter.drawText(QRect(edge, edge, exportSize.width() - 2 * edge, line),
                                 Qt::AlignLeft, title());
                paintConfusion(
                    painter,
                    QRect(QPoint(), exportSize).adjusted(edge, 2 * edge + line, -edge, -edge),
                    m_titles, m_counts, colours, font());
            }};
}

CsvTable ConfusionPlot::table() const
{
    CsvTable result;
    result.header << u"true \\ predicted"_s << m_titles;
    for (size_t row = 0; row < m_counts.size(); ++row) {
        QStringList cells{m_titles.value(qsizetype(row))};
        for (const int count : m_counts[row])
            cells << QString::number(count);
        result.rows.push_back(cells);
    }
    return result;
}

} // namespace ccad
