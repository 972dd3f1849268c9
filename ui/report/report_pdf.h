// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/viewer/report_content.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <functional>

class QPagedPaintDevice;

namespace ccad {

/// A PDF with real text of what `paint` draws on A4 pages of reportDotsPerInch. The same calls give
/// the same bytes in every run of the program on the same fonts: the PDF's own date is `time`.
[[nodiscard]] QByteArray repeatablePdf(const QString& title, const QDateTime& time,
                                       const std::function<void(QPagedPaintDevice&)>& paint);

/// The report as a PDF of A4 pages with real text. The same content gives the same bytes in every
/// run of the program on the same fonts: the PDF's own date is content.time. May take tenths of a
/// second: belongs on a worker.
[[nodiscard]] QByteArray reportPdf(const ReportContent& content);

/// Writes reportPdf() atomically. Error: WriteFailed.
[[nodiscard]] Result<void> writeReportPdf(const ReportContent& content, const QString& path);

} // namespace ccad
