// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_export.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int pixelsPerInch = 96;
constexpr int pointsPerInch = 72;
constexpr int pdfDotsPerInch = 1200;
constexpr int pngScale = 2;

} // namespace

QString suffixOf(PlotFormat format)
{
    switch (format) {
    case PlotFormat::Svg:
        return u"svg"_s;
    case PlotFormat::Png:
        return u"png"_s;
    case PlotFormat::Pdf:
        return u"pdf"_s;
    case PlotFormat::Csv:
        return u"csv"_s;
    }
    return {};
}

QByteArray svgOf(const PlotDrawing& drawing)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(pixelsPerInch);
    generator.setSize(drawing.size);
    generator.setViewBox(QRect(QPoint(), drawing.size));
    generator.setTitle(drawing.title);
    QPainter painter(&generator);
    drawing.paint(painter);
    painter.end();
    return buffer.data();
}

QByteArray pngOf(const PlotDrawing& drawing)
{
    QImage image(drawing.size * pngScale, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(pngScale, pngScale);
    drawing.paint(painter);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

QByteArray pdfOf(const PlotDrawing& drawing)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(drawing.title);
    writer.setResolution(pdfDotsPerInch);
    writer.setPageSize(QPageSize(QSizeF(drawing.size) * pointsPerInch / pixelsPerInch,
                                 QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    QPainter painter(&writer);
    painter.scale(double(pdfDotsPerInch) / pixelsPerInch, double(pdfDotsPerInch) / pixelsPerInch);
    drawing.paint(painter);
    painter.end();
    return buffer.data();
}

/// Names of classes come from data; a number with a sign is no formula.
QStringList harmless(QStringList cells)
{
    for (QString& cell : cells)
        if (!tableNumber(cell))
            cell = spreadsheetText(cell);
    return cells;
}

QByteArray csvOf(const CsvTable& table)
{
    QString text = csvLine(harmless(table.header)) + QLatin1Char('\n');
    for (const QStringList& row : table.rows)
        text += csvLine(harmless(row)) + QLatin1Char('\n');
    return text.toUtf8();
}

QByteArray exportedPlot(PlotFormat format, const PlotDrawing& drawing, const CsvTable& table)
{
    switch (format) {
    case PlotFormat::Svg:
        return svgOf(drawing);
    case PlotFormat::Png:
        return pngOf(drawing);
    case PlotFormat::Pdf:
        return pdfOf(drawing);
    case PlotFormat::Csv:
        return csvOf(table);
    }
    return {};
}

} // namespace ccad
