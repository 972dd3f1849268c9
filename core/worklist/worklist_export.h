// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/worklist/journal.h"

#include <QString>
#include <QStringList>

#include <map>

namespace ccad {

/// A DICOM object that was written of a row.
struct ResultFile
{
    QString file; ///< name in the folder of all of them
    QString sopInstanceUid;
};

/// The objects of a batch's rows, for the worklist to name.
struct ResultColumns
{
    QStringList kinds; ///< "sr", "sc": in the order of their columns
    std::map<qint64, std::map<QString, ResultFile>> rows; ///< by number and kind
};

struct WorklistExport
{
    bool withIdentifiers = false; ///< patient ID and name, study date
    const ResultColumns* results = nullptr; ///< or none
};

/// May a worklist be written there? Yes where nothing is, or an empty file, or a worklist of
/// CCAD's, known by its first line; any other file only when it may be replaced. Errors:
/// WriteFailed (a folder, a device), AlreadyExists.
[[nodiscard]] Result<void> checkWorklistTarget(const QString& path, Existing existing);

/// Columns: file, status, reason, label, urgency, p_<class> for each class, positive, warnings,
/// view, verdict, comment, model_sha256, then with identifiers patient_id, patient_name,
/// study_date, then with results <kind>_file and <kind>_uid for each kind. RFC 4180, UTF-8, CRLF;
/// rows as forEachByUrgency. A text that a spreadsheet would run as a formula (=, +, -, @, tab or
/// carriage return first) gets an apostrophe before it. Written atomically, row by row. Errors:
/// WriteFailed, those of the journal.
[[nodiscard]] Result<void> writeWorklistCsv(const Journal& journal, const QString& path,
                                            const WorklistExport& options = {});
/// One JSON object per line, with the keys of `predict --json` as far as they apply, and number,
/// urgency, verdict, comment; with results an object of them by kind. Unknown values are null.
[[nodiscard]] Result<void> writeWorklistJsonLines(const Journal& journal, const QString& path,
                                                  const WorklistExport& options = {});
/// One line of writeWorklistJsonLines(), without its end.
[[nodiscard]] QByteArray worklistJsonLine(const ScreenedStudy& study, const ScreeningJob& job,
                                          const WorklistExport& options = {});

} // namespace ccad
