// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace ccad {

struct WorklistReport;

/// A PDF of A4 pages with real text; deterministic as reportPdf() is. Belongs on a worker.
[[nodiscard]] QByteArray worklistPdf(const WorklistReport& report);

/// Writes worklistPdf() atomically. Error: WriteFailed.
[[nodiscard]] Result<void> writeWorklistPdf(const WorklistReport& report, const QString& path);

} // namespace ccad
