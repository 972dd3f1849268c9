// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/companions.h"
#include "core/base/result.h"
#include "core/intake/intake.h"
#include "core/statistics/prediction_sets.h"
#include "core/worklist/screened_study.h"

#include <QLockFile>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ccad {

/// Describes a batch; fixed when its journal is created.
struct ScreeningJob
{
    QStringList sources; ///< the paths asked for, as given
    QString modelName;
    QString modelVersion;
    QString modelSha256;
    QString modelFolder;
    QStringList classes; ///< names, in the order of probabilities
    QStringList classTitles;
    int positiveClass = 0;
    double threshold = 0.5;
    /// The model's prediction sets; absent where it has none, and in batches of earlier versions.
    std::optional<PredictionSets> predictionSets;
    int shard = 1; ///< of `shards`, from 1: entries whose (number - 1) % shards == shard - 1
    int shards = 1;
    bool operator==(const ScreeningJob&) const = default;
};

struct JournalCounts
{
    qint64 total = 0;
    qint64 queued = 0;
    qint64 ok = 0;
    qint64 refused = 0;
    qint64 failed = 0;
    qint64 duplicate = 0;
    qint64 positive = 0; ///< among ok
    [[nodiscard]] qint64 done() const { return total - queued; }
};

/// What UIDs and patient IDs tell of a batch; duplicates are left out, as they are no films of
/// their own.
struct IdentityCounts
{
    qint64 sharedUids = 0; ///< SOP Instance UIDs that several studies carry
    qint64 filmsSharingUid = 0;
    qint64 dicomFilms = 0; ///< DICOM films that could be read
    qint64 withoutPatientId = 0; ///< DICOM films without a patient ID
    qint64 ofCommonestPatientId = 0; ///< films with the ID that most of them have
    /// Patient IDs whose films name different patients or, of several days, nobody (see
    /// PatientIds).
    qint64 idsOfSeveralPatients = 0;
    qint64 filmsOfSeveralPatients = 0;
    /// Duplicates that an earlier version found by their UID alone: maybe other pictures.
    qint64 duplicatesByUidAlone = 0;
};

/// The memory of a batch: an SQLite file that survives a kill at any moment. One object belongs to
/// one thread; several objects, also in other processes, may have the same file open: one runs the
/// batch (and holds claim()), others read and record verdicts. Results outlive the end of a program
/// and may be lost with the power, since they can be computed again; verdicts outlive that, too. On
/// a network disk, where SQLite's write-ahead log does not work, each commit is safe, and programs
/// wait for each other. Needs a QCoreApplication, which loads Qt's driver for SQLite. Holds patient
/// data: the file is for its user alone (0600). Errors of all functions: WriteFailed (disk full,
/// not writable, busy for more than 10 s), FileBroken (no journal, or damaged), Internal (no
/// driver), as sentences.
class Journal
{
public:
    static constexpr int schemaVersion = 4;

    /// The file appears complete or not at all; what a killed run left of one of that name goes.
    /// Error: InvalidArgument when there is one already, or another run makes it.
    [[nodiscard]] static Result<std::unique_ptr<Journal>> create(const QString& path,
                                                                 const ScreeningJob& job);
    /// Older schemas are migrated. Errors: FileNotFound, Unsupported (a newer schema).
    [[nodiscard]] static Result<std::unique_ptr<Journal>> open(const QString& path);
    ~Journal();

    /// Removes the file of a journal that this program made and in which no program listed
    /// anything, or found anything to list, so that a second try need not go on with it. Anything
    /// else stays as it is, and so does a journal that cannot be read or that another run has. True
    /// when it was removed.
    [[nodiscard]] static bool discardUnlisted(std::unique_ptr<Journal> journal);

    /// Held by whoever runs the batch. Error: InvalidArgument, a polite sentence, when another run
    /// has it; a killed run's claim is taken over.
    [[nodiscard]] static Result<std::unique_ptr<QLockFile>> claim(const QString& path);

    [[nodiscard]] const QString& path() const;
    [[nodiscard]] const ScreeningJob& job() const;

    /// Runs `fill` and then writes what it added in one short transaction, so that a listing is
    /// complete or absent, and others may write while files are looked for. Entries are numbered on
    /// from the last one; only those of the job's shard are kept. An entry with a problem is
    /// recorded at once, as Failed or (Error Refused) Refused. After the first listing, entries
    /// that the journal knows are passed over: a DICOMDIR that turns up later may list files that
    /// have their rows. An error of fill is returned, and nothing is listed. `companions`, read
    /// when fill succeeded, are remembered with the listing. Further error: TooLarge beyond
    /// 4,000,000 entries.
    using AddEntry = std::function<Result<void>(const IntakeEntry&)>;
    [[nodiscard]] Result<void> addListing(const std::function<Result<void>(const AddEntry&)>& fill,
                                          const CompanionCounts* companions = nullptr);
    [[nodiscard]] Result<bool> isListed() const; ///< addListing succeeded at least once
    /// Entries that were numbered, those of other shards included.
    [[nodiscard]] Result<qint64> listedTotal() const;
    /// Remembers what the listing left out as no studies.
    [[nodiscard]] Result<void> noteCompanions(const CompanionCounts& counts);
    [[nodiscard]] Result<CompanionCounts> companions() const;
    /// Token of the ScratchFolder that holds unpacked archives; made up at the first call.
    [[nodiscard]] Result<QByteArray> unpackToken();
    /// Is there a row with this absolute path, size and time, or an archive that gave rows? For
    /// watched folders.
    [[nodiscard]] Result<bool> knows(const IntakeEntry& entry) const;

    /// The next queued rows after `number`, in order; only what intake knows is filled in.
    [[nodiscard]] Result<std::vector<ScreenedStudy>> queued(qint64 afterNumber, int limit) const;
    /// Records results in the order of their numbers, in one transaction. A study whose identity an
    /// earlier row (by number, status Ok) has becomes a Duplicate without a finding, and its reason
    /// names that row's file; so do later rows when an earlier one turns up after them (a failed
    /// file that was tried again). Rows with one UID and several identities are all marked (see
    /// ScreenedStudy::sharesUid). Verdicts stay. `thumbnails[i]` is a JPEG or PNG, or empty. Error:
    /// InvalidArgument for a number that is not in the journal.
    [[nodiscard]] Result<void> record(std::span<const ScreenedStudy> studies,
                                      std::span<const QByteArray> thumbnails);
    /// Failed rows become queued again; returns how many. Rows that intake found hopeless, such as
    /// a broken archive, stay failed: reading them as a picture would only worsen the reason.
    [[nodiscard]] Result<qint64> requeueFailed();
    /// When this returns, the verdict is on the disk. Error: InvalidArgument for a number that is
    /// not in the journal.
    [[nodiscard]] Result<void> setVerdict(qint64 number, Verdict verdict, const QString& comment);

    [[nodiscard]] Result<JournalCounts> counts() const;
    /// Refused and failed rows of files and archives that hold something else by now: nothing is to
    /// be done about them.
    [[nodiscard]] Result<qint64> supersededCount() const;
    [[nodiscard]] Result<IdentityCounts> identityCounts() const;
    /// A refused object without a picture, such as a presentation state, and the film of this batch
    /// that it is for; both as people call the files.
    struct ObjectOfFilm
    {
        QString object;
        QString film;
    };
    /// The first of them, at most `limit`.
    [[nodiscard]] Result<std::vector<ObjectOfFilm>> objectsOfFilms(int limit) const;
    /// Verdicts on rows that are Ok.
    struct VerdictCount
    {
        int label = -1;
        bool positive = false;
        Verdict verdict = Verdict::None;
        qint64 count = 0;
    };
    [[nodiscard]] Result<std::vector<VerdictCount>> verdictCounts() const;
    /// Error: InvalidArgument when there is no such row.
    [[nodiscard]] Result<ScreenedStudy> study(qint64 number) const;
    /// Rows that were added or changed after that revision, oldest change first, at most `limit`.
    /// Calling it again with the last row's revision yields the following ones.
    struct Change
    {
        qint64 revision = 0;
        ScreenedStudy study;
    };
    [[nodiscard]] Result<std::vector<Change>> changesAfter(qint64 revision, int limit) const;
    /// Most urgent first: ok by urgency descending, then refused, failed, duplicate, queued; rows
    /// of equal urgency by number. Gives `take` one row at a time, however many there are, all as
    /// they were at the beginning; its error ends the loop. `take` must not change this journal.
    [[nodiscard]] Result<void>
    forEachByUrgency(const std::function<Result<void>(const ScreenedStudy&)>& take) const;
    /// The thumbnail as PNG or JPEG, or empty.
    [[nodiscard]] Result<QByteArray> thumbnail(qint64 number) const;

    /// What the rows of a patient hold that leads to him elsewhere, too.
    struct PatientRows
    {
        std::vector<qint64> numbers;
        QStringList files; ///< for people, by row
        QStringList paths; ///< by row
        QStringList uids; ///< of rows that have one
        QStringList patientIds; ///< as written, each once
        QStringList patientNames; ///< likewise
    };
    /// The rows with that patient ID or name. Capitals do not count, nor whether a name is written
    /// with "^" or with spaces.
    [[nodiscard]] Result<PatientRows> rowsOfPatient(const QString& idOrName) const;
    /// Makes the rows say nothing but that they were emptied, and takes their thumbnails, their
    /// archives and their paths among the job's sources away. They keep their numbers. Nothing of
    /// it stays in the file or the log beside it: a sentence says so where another program that has
    /// the journal open keeps that from being done, and everything else is done.
    [[nodiscard]] Result<void> emptyRows(const PatientRows& rows);

    /// Joins the journals of all shards of one job into a new journal, whose rows are those of an
    /// undivided run (duplicates across shards included). Errors: InvalidArgument naming the shard
    /// that is missing, there twice, unfinished, or of another job or listing.
    [[nodiscard]] static Result<void> merge(const QStringList& journals, const QString& target);

    class Impl; ///< internal to core/worklist

private:
    class Merger;
    explicit Journal(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ccad
