// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/worklist/journal.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace ccad {

/// Where what the reader said of a row is.
enum class Keeping : quint8
{
    Kept, ///< in the journal, on the disk
    Saving, ///< on its way there
    Failed, ///< in this window alone
};

/// The part of a journal's row that the window keeps; the rest is read when it is asked for.
struct WorklistRow
{
    qint64 number = 0;
    double urgency = -1; ///< 0..1; below 0: none
    float probability = -1; ///< of the label, 0..1; below 0: none with a meaning
    float milliseconds = 0;
    qint16 label = -1; ///< index of the class; -1: no finding
    StudyStatus status = StudyStatus::Queued;
    Verdict verdict = Verdict::None;
    Keeping keeping = Keeping::Kept; ///< of verdict and comment
    bool positive = false;
    bool hasWarnings = false;
    QString file; ///< as the journal names it
    int nameFrom = 0; ///< the part before it is the same for the whole batch and not shown
    QString patient; ///< name and ID as far as they are known
    QString remark; ///< the reason and the warnings below each other
    QString comment;
    /// The text that a search looks at, case-folded: first words that do not tell whom the row is
    /// about, then, from `openLength` on, the names.
    QByteArray searched;
    int openLength = 0;
};

/// The row of a study; `folder`: see folderOf.
[[nodiscard]] WorklistRow worklistRow(const ScreenedStudy& study, const ScreeningJob& job,
                                      const QString& folder = {});

/// The folder in which all files of a batch lie, with a slash at its end; empty when there is none.
[[nodiscard]] QString folderOf(const ScreeningJob& job);

/// Makes `searched` anew, after a change of the row's own texts.
void updateSearched(WorklistRow& row, const ScreeningJob& job);

// Words of the cells, for people.
[[nodiscard]] QString findingText(const WorklistRow& row, const ScreeningJob& job);
/// "Ok", "With warnings", "Refused"; empty for a file that the model was not asked about.
[[nodiscard]] QString gateText(const WorklistRow& row);
[[nodiscard]] QString statusText(StudyStatus status);
[[nodiscard]] QString verdictText(Verdict verdict);
/// The row's verdict, and that it could not be saved.
[[nodiscard]] QString keptVerdictText(const WorklistRow& row);
/// The file's name within its batch; "Study 12" when that is hidden.
[[nodiscard]] QString worklistTitle(const WorklistRow& row, bool hidden);
/// The remark without names when they are hidden.
[[nodiscard]] QString remarkText(const WorklistRow& row, bool hidden);

} // namespace ccad
