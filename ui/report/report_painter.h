// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/report_layout.h"

#include <QImage>

#include <vector>

class QPagedPaintDevice;
class QPainter;

namespace ccad {

/// Paints one page in the units of report_layout.h, black on white whatever the theme. Allowed on
/// any thread on which the painter's device is allowed.
void paintReportPage(QPainter& painter, const ReportPage& page, const ReportContent& content);

/// Paints all pages on paper or into a PDF. The device must have a resolution of reportDotsPerInch.
void paintReport(QPagedPaintDevice& device, const ReportContent& content);

/// All pages as pictures, `scale` pixels per unit.
[[nodiscard]] std::vector<QImage> reportImages(const ReportContent& content, double scale);

/// Paints the radiograph turned, with or without overlay, measurements and marks, fitted into
/// `area`, whose units are pixels of a screen.
void paintReportPicture(QPainter& painter, const QRectF& area, const ReportContent& content,
                        bool withOverlay);

} // namespace ccad
