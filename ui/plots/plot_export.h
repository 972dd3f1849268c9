// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/csv.h"

#include <QByteArray>
#include <QSize>
#include <QString>

#include <functional>

class QPainter;

namespace ccad {

enum class PlotFormat
{
    Svg,
    Png, ///< at twice the size in pixels
    Pdf,
    Csv,
};

/// "svg", "png", "pdf", "csv".
[[nodiscard]] QString suffixOf(PlotFormat format);

/// A drawing of `size` device-independent pixels that can be painted on any device.
struct PlotDrawing
{
    QString title;
    QSize size;
    std::function<void(QPainter&)> paint;
};

[[nodiscard]] QByteArray svgOf(const PlotDrawing& drawing);
[[nodiscard]] QByteArray pngOf(const PlotDrawing& drawing);
[[nodiscard]] QByteArray pdfOf(const PlotDrawing& drawing);
/// The table as CSV by RFC 4180, in UTF-8.
[[nodiscard]] QByteArray csvOf(const CsvTable& table);

/// The content of a file in one of these formats.
[[nodiscard]] QByteArray exportedPlot(PlotFormat format, const PlotDrawing& drawing,
                                      const CsvTable& table);

} // namespace ccad
