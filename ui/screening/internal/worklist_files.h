// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace ccad {

enum class WorklistFormat
{
    Csv,
    JsonLines,
    Pdf,
    Overlays, ///< a folder of PNGs
    Results ///< a folder of DICOM objects
};

/// What to export from a journal, and where to.
struct WorklistExportRequest
{
    QString journal;
    WorklistFormat format = WorklistFormat::Csv;
    QString target; ///< file, or folder for overlays and results
    bool withIdentifiers = false;
    /// Of the rows; overlays and results only; empty: the positive ones.
    QList<qint64> numbers;
    QStringList models; ///< folders of models that the user knows; results only
    QDateTime time; ///< printed in a PDF
};

/// Exports from a journal opened for that, hence belongs on a worker. Returns a sentence on what
/// was written. Only overlays and results tell their progress. Errors: those of the journal and of
/// writing, Cancelled.
[[nodiscard]] Result<QString> exportWorklist(const WorklistExportRequest& request,
                                             const CancelToken& cancel,
                                             const Progress& progress = {});

/// ".csv", ".jsonl", ".pdf".
[[nodiscard]] QString suffixOf(WorklistFormat format);

} // namespace ccad
