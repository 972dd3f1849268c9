// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/worklist/journal.h"

#include <QDateTime>
#include <QImage>
#include <QStringList>

#include <vector>

namespace ccad {

/// One line of the table of findings.
struct WorklistReportRow
{
    QImage thumbnail; ///< null: a grey square
    QString file;
    QString patient; ///< empty unless it was asked for
    QString finding; ///< "COVID-19, 97.1 %, positive"
    double urgency = 0; ///< 0..1
    QString remark; ///< warnings, verdict and comment of the reader
};

/// A file without a finding.
struct WorklistReportProblem
{
    QString file;
    QString words; ///< "Refused: it is a lateral view."
};

/// All that the summary of a batch says, as values: the same content always gives the same bytes.
struct WorklistReport
{
    QDateTime time; ///< when it was asked for
    QString title; ///< of the batch
    QString counts; ///< a sentence
    QString concerns; ///< remarksOnBatch, or empty
    QStringList model; ///< paragraphs
    std::vector<WorklistReportRow> rows; ///< most urgent first
    qint64 leftOut = 0; ///< less urgent findings that the table has no room for
    std::vector<WorklistReportProblem> problems;
    qint64 problemsLeftOut = 0;
};

struct WorklistReportOptions
{
    QDateTime time;
    bool withIdentifiers = false; ///< patients; file names are always there
    int rows = 100; ///< at most; all positive ones come before others by their urgency
    int problems = 500; ///< at most
};

/// Reads the report from a journal. Belongs on a worker. Errors: as the journal; Cancelled.
[[nodiscard]] Result<WorklistReport> worklistReport(const Journal& journal,
                                                    const WorklistReportOptions& options,
                                                    const CancelToken& cancel = {});

} // namespace ccad
