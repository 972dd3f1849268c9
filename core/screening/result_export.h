// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/results_writing/results_writer.h"
#include "core/worklist/worklist_export.h"

#include <QStringList>

#include <vector>

namespace ccad {

struct ResultsOfRows
{
    ResultColumns columns; ///< for the worklist
    int films = 0; ///< of which objects were written
    QStringList keyObjects; ///< paths of the Key Object Selection Documents
    QStringList problems; ///< a sentence for each film that gave no objects
    int inTheWay = 0; ///< problems in which somebody else's file has the name
};

/// Judges the films of these rows again, since a journal does not keep what objects need, and
/// writes their objects into choice.out, which is made when it is missing, each row under its
/// number; then the key objects of all positive ones, if they are asked for. Rows without a finding
/// are passed over. `lungs` may be null. Errors: WriteFailed when the folder cannot be made,
/// InvalidArgument (another model than the job's), Cancelled, those of writeKeyObjects().
[[nodiscard]] Result<ResultsOfRows>
writeResultsOfRows(const std::vector<ScreenedStudy>& rows, const ScreeningJob& job,
                   const Classifier& classifier, const LungSegmenter* lungs,
                   const results::ResultsChoice& choice, const CancelToken& cancel = {},
                   const Progress& progress = {});

} // namespace ccad
