// SPDX-License-Identifier: GPL-3.0-or-later
// How a study and a job are kept in a journal.
#pragma once

#include "core/worklist/internal/journal_database.h"
#include "core/worklist/journal.h"

namespace ccad {

/// Numbers of the columns of CCAD_STUDY_COLUMNS.
enum StudyColumn
{
    NumberColumn,
    FileColumn,
    PathColumn,
    BytesColumn,
    ModifiedColumn,
    StatusColumn,
    ReasonColumn,
    WarningsColumn,
    LabelColumn,
    ProbabilitiesColumn,
    PositiveColumn,
    UrgencyColumn,
    MapColumn,
    IdentityColumn,
    ViewColumn,
    PatientIdColumn,
    PatientNameColumn,
    StudyDateColumn,
    MillisecondsColumn,
    VerdictColumn,
    CommentColumn,
    UidColumn,
    DicomColumn,
    SharesUidColumn,
    NotesColumn,
    PixelsColumn,
    BirthDateColumn,
    SexColumn,
    FileOfSameUidColumn,
    ReplacedColumn,
    BehindStudyColumns, ///< what a statement reads beside them
};

/// Statuses are stored in the order in which a worklist shows them, so that one index sorts it:
/// 0 ok, 1 refused, 2 failed, 3 duplicate, 4 queued.
[[nodiscard]] int storedStatus(StudyStatus status);
[[nodiscard]] StudyStatus statusFromStored(int stored);

/// A text that is stored as a text even when it is null.
[[nodiscard]] QVariant storedText(const QString& text);

/// Little-endian floats.
[[nodiscard]] QByteArray storedFloats(const std::vector<float>& values);
[[nodiscard]] std::vector<float> floatsFromStored(const QByteArray& blob);

/// Width and height as 32-bit integers, the window's left, top, width and height as 64-bit floats,
/// the values as 32-bit floats, all little-endian. Empty for no map.
[[nodiscard]] QByteArray storedMap(const PlacedMap& map);
/// Empty when the blob is not one of those.
[[nodiscard]] PlacedMap mapFromStored(const QByteArray& blob);

/// The values that recordStudy binds.
[[nodiscard]] QVariantList recordedValues(const ScreenedStudy& study, qint64 revision);
/// Reads a study from a row that begins with CCAD_STUDY_COLUMNS.
[[nodiscard]] ScreenedStudy studyFromRow(const JournalRow& row);

[[nodiscard]] QByteArray jobToJson(const ScreeningJob& job);
/// Nothing when the JSON describes no job.
[[nodiscard]] std::optional<ScreeningJob> jobFromJson(const QByteArray& json);
/// The token of Journal::unpackToken in that JSON, beside the job; empty: there is none yet.
[[nodiscard]] QByteArray unpackTokenOf(const QByteArray& json);
[[nodiscard]] QByteArray withUnpackToken(const QByteArray& json, const QByteArray& token);
/// The description without those of the sources.
[[nodiscard]] QByteArray withoutSources(const QByteArray& json, const QStringList& paths);
/// The counts of Journal::companions in that JSON.
[[nodiscard]] CompanionCounts companionsOf(const QByteArray& json);
[[nodiscard]] QByteArray withCompanions(const QByteArray& json, const CompanionCounts& counts);

} // namespace ccad
