// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/film_objects.h"
#include "core/worklist/internal/journal_database.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/journal.h"

#include <QHash>

#include <optional>
#include <vector>

#include <sys/types.h>

namespace ccad {

/// Recognises a file again, whatever its name.
struct FileIdentity
{
    dev_t device = 0;
    ino_t number = 0;
    bool operator==(const FileIdentity&) const = default;
};

class Journal::Impl
{
public:
    explicit Impl(std::unique_ptr<JournalDatabase> opened) : database(std::move(opened)) { }

    /// Writes a new journal beside `path`, lets `fill` add to it and moves it into place: it is
    /// there whole and for good, or not at all.
    [[nodiscard]] static Result<void> createFile(const QString& path, const ScreeningJob& job,
                                                 const std::function<Result<void>(Journal&)>& fill);
    enum class Use
    {
        Shared, ///< with other programs
        Filling, ///< a new file that nobody knows
    };
    [[nodiscard]] static Result<std::unique_ptr<Journal>> open(const QString& path, Use use);

    /// How far the listing got.
    struct Listing
    {
        bool isComplete = false;
        qint64 total = 0; ///< entries numbered, those of other shards included
        QString hash; ///< hash of all entries; shards with the same hash list the same
    };
    [[nodiscard]] Result<Listing> listing() const;
    /// Adds what one listing found. Inside a transaction.
    [[nodiscard]] Result<void> writeListing(const Journal& journal,
                                            const std::vector<IntakeEntry>& entries) const;
    /// The job as JSON, with what is kept beside it.
    [[nodiscard]] Result<QByteArray> description() const;
    [[nodiscard]] Result<qint64> nextRevision() const
    {
        return database->number(sql::nextRevision);
    }

    /// Writes what is known of a study over its row, or as a Duplicate, makes later rows that it
    /// comes before Duplicates, and marks all that share its UID with another study. Takes
    /// revisions from `revision` on. Inside a transaction.
    [[nodiscard]] Result<void> put(ScreenedStudy study, const QByteArray& thumbnail,
                                   qint64& revision) const;
    [[nodiscard]] Result<void> setVerdict(qint64 number, Verdict verdict, const QString& comment,
                                          qint64 revision) const;
    [[nodiscard]] Error noRow(qint64 number) const;
    [[nodiscard]] Result<ScreenedStudy> study(qint64 number) const;

    /// Marks the rows of an archive's earlier state, when it is listed in that new one.
    [[nodiscard]] Result<void> leaveEarlierState(const ArchiveStamp& archive,
                                                 qint64& revision) const;

    /// One journal of a merge becomes part of another, see journal_merge.cpp.
    [[nodiscard]] Result<void> insertEntry(const ScreenedStudy& study, bool settled,
                                           qint64 revision) const;

    /// An object without a picture that is for films, and its row's file.
    struct ListedObject
    {
        QString file;
        FilmObject object;
    };
    /// Those of all rows, in the order of the listing.
    [[nodiscard]] Result<std::vector<ListedObject>> filmObjects() const;

    std::unique_ptr<JournalDatabase> database;
    ScreeningJob job;
    std::optional<FileIdentity> created; ///< of the file that create() made

private:
    [[nodiscard]] Result<std::vector<qint64>> numbers(const char* statement,
                                                      const QVariantList& values) const;
    /// Why the row is a duplicate: the first earlier Ok row of the same study; empty: there is
    /// none.
    [[nodiscard]] Result<QString> duplicateReason(const ScreenedStudy& study) const;
    [[nodiscard]] bool isUnpacked(const QString& path) const;
    /// Are a row and another one, of that file and path, about the same file?
    [[nodiscard]] bool isSameFile(const ScreenedStudy& study, const QString& file,
                                  const QString& path) const;
    /// Lets whoever follows the journal read the rows anew whose file holds something else now.
    [[nodiscard]] Result<void> touchReplaced(const ScreenedStudy& study, qint64& revision) const;
    /// Takes the findings out of earlier rows of the same file and UID: the file was written over
    /// since, mostly as it was still being copied. Their duplicates are queued again.
    [[nodiscard]] Result<void> supersede(const ScreenedStudy& study, qint64& revision) const;
    /// A row, and the identity that it has.
    using State = std::pair<qint64, QString>;
    [[nodiscard]] Result<std::vector<State>> earlierStates(const ScreenedStudy& study) const;
    [[nodiscard]] Result<void> displaceCopies(const ScreenedStudy& study, qint64& revision) const;
    [[nodiscard]] Result<void> markSharedUid(ScreenedStudy& study, qint64& revision) const;
    /// Brings films and the objects that are for them together, whichever is recorded first.
    [[nodiscard]] Result<void> noteFilmObjects(ScreenedStudy& study, qint64& revision) const;
    [[nodiscard]] Result<void> noteOnFilms(const ListedObject& one, qint64& revision) const;

    /// What filmObjects() gave, and what was recorded since: whoever records is alone.
    mutable std::optional<QHash<QString, std::vector<ListedObject>>> m_objectsByFilm;
};

} // namespace ccad
