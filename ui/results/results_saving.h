// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_writing/results_writer.h"
#include "ui/results/made_results.h"
#include "ui/viewer/report_content.h"
#include "ui/viewer/shown_study.h"

#include <QString>

namespace ccad {

/// What is to be judged and written: values, for a worker.
struct ResultsOrder
{
    ShownStudy study; ///< with a classifier
    ReportContent report; ///< becomes the PDF
    results::ResultsChoice choice; ///< kinds, whose the picture is
};

/// Judges the file again, as `ccad-cli results` does and on the same path, so that both give the
/// same objects, and makes them with their previews; nothing is written. Never fails: what went
/// wrong is in the answer. May take seconds: belongs on a worker.
[[nodiscard]] MadeResultsPtr makeResults(ResultsOrder order);

/// Writes the objects that were shown into a folder, byte by byte. Belongs on a worker.
[[nodiscard]] results::FilmResults saveMade(const MadeResultsPtr& made, const QString& folder);

/// What became of it, in sentences.
[[nodiscard]] QString savedWords(const results::FilmResults& saved, const QString& folder);
/// Why nothing could be written, a sentence, or empty.
[[nodiscard]] QString failureWords(const results::FilmResults& saved);

} // namespace ccad
