// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/film_objects.h"
#include "core/imaging/reader_notes.h"
#include "core/inference/saliency_map.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad {

enum class StudyStatus
{
    Queued,
    Ok, ///< has a finding
    Refused, ///< readable, but no chest radiograph that the model may judge
    Failed, ///< could not be read; the reason says why
    Duplicate ///< UID, picture and patient are those of an earlier row that is Ok
};

/// The judgement of the worklist's reader on the model's finding.
enum class Verdict
{
    None,
    Agree,
    Disagree,
    Unsure
};

/// One row of the worklist: one file and what became of it.
struct ScreenedStudy
{
    qint64 number = 0; ///< place in the listing, from 1; the same in every shard
    QString file; ///< for people, see IntakeEntry
    QString path; ///< where its bytes lie
    qint64 bytes = 0;
    qint64 modifiedMs = 0;

    StudyStatus status = StudyStatus::Queued;
    QString reason; ///< a sentence when Refused, Failed or Duplicate
    QStringList warnings;
    ReaderNotes notes; ///< of the reader; their sentences are among the warnings, too
    int label = -1; ///< index of the most probable class; -1: no finding
    std::vector<float> probabilities; ///< calibrated; a refused study may have them, too
    bool positive = false; ///< probability of the positive class is at least the threshold
    std::optional<double> urgency; ///< 0..1, see urgency.h; only when Ok
    PlacedMap map; ///< class-activation map of the label, for overlays

    QString identity; ///< see DecodedStudy
    QString uid; ///< SOP Instance UID; empty for none that is usable
    bool isDicom = false;
    QString pixelChecksum; ///< see DecodedStudy
    /// Another row has the UID and is not known to be the same study; the last of `warnings` and
    /// `notes` then is uidUsedTwice(). Set by the journal.
    bool sharesUid = false;
    QString view; ///< "PA", "AP", "lateral", "oblique" or empty
    QString patientId; ///< never in logs; in exports only when asked for
    QString patientName; ///< never in logs; in exports only when asked for
    QString studyDate; ///< ISO 8601 or empty
    QString patientBirthDate; ///< ISO 8601 or empty; in no log and no export
    QString patientSex; ///< "M", "F", "O" or empty; in no log and no export
    double milliseconds = 0; ///< decode, preprocess and infer together

    Verdict verdict = Verdict::None;
    QString comment;
};

/// "queued", "ok", "refused", "error", "duplicate": the words of CSV and JSON.
[[nodiscard]] QString wordFor(StudyStatus status);
/// A sentence on a file that is the same study as an earlier one.
[[nodiscard]] QString sameStudyAs(const QString& file);
/// A sentence on a file that was listed again with the film of an earlier row.
[[nodiscard]] QString sameFilmInSameFile();
/// A sentence on a row whose file holds another film by now (NoteCode::Replaced).
[[nodiscard]] QString fileWasReplaced();
/// The same of a member of an archive.
[[nodiscard]] QString archiveWasReplaced(const QString& archive);
/// "", "agree", "disagree", "unsure".
[[nodiscard]] QString wordFor(Verdict verdict);

} // namespace ccad
