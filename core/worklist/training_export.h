// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/worklist/journal.h"

#include <QString>

#include <span>
#include <vector>

namespace ccad {

/// A row of a worklist that is to become a training image.
struct TrainingChoice
{
    qint64 number = 0; ///< number of the row
    QString label; ///< the class, which is also its folder's name; see trainingLabel
};

/// The class that a read study is an example of: the model's where the reader agreed, `corrected`
/// where he did not; empty where he was unsure or said nothing.
[[nodiscard]] QString trainingLabel(const ScreenedStudy& study, const ScreeningJob& job,
                                    const QString& corrected = {});

/// The results for the choices.
struct TrainingCopies
{
    struct Problem
    {
        QString file; ///< for people
        QString reason; ///< a sentence
    };

    int written = 0;
    int alreadyThere = 0; ///< copied by an earlier call
    /// Copies whose patient is unknown: each counts as a patient of its own.
    int withoutPatient = 0;
    int withText = 0; ///< copies in which what seemed to be text was blanked
    std::vector<Problem> problems;
};

/// Copies studies into a data set that `ccad-cli train` reads:
/// DATASET/<class>/<patient>-<study>.png and a row of DATASET/manifest.csv (file, label, patient,
/// view, age). The picture is what screen and network see at first, with 8 bits, which a reader
/// takes as it is (16 bits would be windowed once more); none of the file's tags goes with it,
/// and what seems to be text in its pixels is black. The
/// patient is the pseudonym that an index of the same DICOM files would give (see patient_key.h),
/// the study a hash of its UID and picture, or of its content where it has no UID. Nothing is
/// overwritten: a study that is there stays, one that is there under another class is a problem.
/// Rows that cannot be copied are problems, too, and do not stop the others.
///
/// Errors: InvalidArgument when the folder holds files but no manifest (one would hide them from
/// the trainer) or when another run is writing to it, FileBroken (the manifest), WriteFailed,
/// Cancelled (what was copied stays), those of the journal.
[[nodiscard]] Result<TrainingCopies> exportForTraining(const Journal& journal,
                                                       std::span<const TrainingChoice> choices,
                                                       const QString& dataset,
                                                       const CancelToken& cancel = {},
                                                       const Progress& progress = {});

/// Sentences for people on what the copies still tell of a patient.
[[nodiscard]] QString whatTrainingCopiesHold();

} // namespace ccad
