// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/internal/journal_impl.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/internal/study_row.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Some hundred bytes each are kept until all are found.
constexpr std::size_t mostEntries = 4'000'000;

Error tooManyEntries(const QString& journal)
{
    return {ErrorCode::TooLarge,
            u"There are more than %1 files in one listing. Screen their folders in several "
            "batches."_s.arg(mostEntries),
            journal};
}

/// Reading such a file again cannot help, unlike a file that is missing or locked.
bool isHopeless(const Error& problem)
{
    return problem.code != ErrorCode::FileNotFound && problem.code != ErrorCode::FileUnreadable;
}

ScreenedStudy studyOf(const IntakeEntry& entry, qint64 number)
{
    ScreenedStudy study;
    study.number = number;
    study.file = entry.file;
    study.path = entry.path;
    study.bytes = entry.bytes;
    study.modifiedMs = entry.modifiedMs;
    if (entry.problem) {
        study.status = entry.problem->code == ErrorCode::Refused ? StudyStatus::Refused
                                                                 : StudyStatus::Failed;
        study.reason = entry.problem->message;
    }
    return study;
}

/// Writes the entries of one listing into the journal.
class Lister
{
public:
    Lister(const Journal& journal, const Journal::Impl& impl, const Journal::Impl::Listing& before,
           qint64 revision)
        : m_journal(journal), m_impl(impl), m_passesKnown(before.isComplete),
          m_number(before.total), m_revision(revision)
    {
        m_hash.addData(before.hash.toLatin1());
    }

    Result<void> add(const IntakeEntry& entry)
    {
        // Members of an archive are new as the archive is; some of them have no stamp to tell.
        if (m_passesKnown && entry.archive.path.isEmpty() && !entry.isReplaced) {
            const auto known = m_journal.knows(entry);
            if (!known)
                return known.error();
            if (*known)
                return {};
        }
        ++m_number;
        m_hash.addData(entry.file.toUtf8() + '\0' + QByteArray::number(entry.bytes) + '\n');
        const ScreeningJob& job = m_impl.job;
        if ((m_number - 1) % job.shards != job.shard - 1)
            return {};
        if (auto inserted
            = m_impl.insertEntry(studyOf(entry, m_number),
                                 entry.problem && isHopeless(*entry.problem), m_revision++);
            !inserted)
            return inserted;
        return addArchive(entry.archive);
    }

    Result<void> finish() const
    {
        const auto written = m_impl.database->run(
            sql::writeListing, {m_number, QString::fromLatin1(m_hash.result().toHex())});
        if (!written)
            return written.error();
        return {};
    }

private:
    Result<void> addArchive(const ArchiveStamp& archive)
    {
        if (archive.path.isEmpty() || archive == m_lastArchive)
            return {};
        m_lastArchive = archive;
        if (auto left = m_impl.leaveEarlierState(archive, m_revision); !left)
            return left;
        const auto written = m_impl.database->run(
            sql::writeArchive, {archive.path, archive.bytes, archive.modifiedMs});
        if (!written)
            return written.error();
        return {};
    }

    const Journal& m_journal;
    const Journal::Impl& m_impl;
    bool m_passesKnown;
    qint64 m_number;
    qint64 m_revision;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    ArchiveStamp m_lastArchive;
};

} // namespace

Result<Journal::Impl::Listing> Journal::Impl::listing() const
{
    std::optional<Listing> listing;
    auto read = database->forEach(sql::readListing, {}, [&](const JournalRow& row) -> Result<void> {
        listing = {row.number(0) != 0, row.number(1), row.text(2)};
        return {};
    });
    if (!read)
        return read.error();
    // Not "nothing is listed yet": a new batch would be begun over this one.
    if (!listing)
        return damaged(database->path(), database->words(), u"it does not say what it is about"_s);
    return *std::move(listing);
}

Result<void> Journal::Impl::insertEntry(const ScreenedStudy& study, bool settled,
                                        qint64 revision) const
{
    const auto inserted = database->run(
        sql::insertEntry,
        {study.number, revision, storedText(study.file), storedText(study.path), study.bytes,
         study.modifiedMs, storedStatus(study.status), storedText(study.reason), int(settled)});
    if (!inserted)
        return inserted.error();
    return {};
}

Result<void> Journal::Impl::leaveEarlierState(const ArchiveStamp& archive, qint64& revision) const
{
    std::optional<ArchiveStamp> before;
    auto read = database->forEach(sql::archiveState, {archive.path},
                                  [&](const JournalRow& row) -> Result<void> {
                                      before = {archive.path, row.number(0), row.number(1)};
                                      return {};
                                  });
    if (!read || !before || *before == archive)
        return read;
    const QString folder = QFileInfo(database->path()).absoluteFilePath() + u".unpacked/"_s
        + unpackedNameOf(*before);
    // Between "/" and the character behind it lie all paths below the folder.
    const auto members = numbers(sql::membersOfState, {folder + u'/', folder + QChar(u'/' + 1)});
    if (!members)
        return members.error();
    const QString sentence = archiveWasReplaced(QFileInfo(archive.path).fileName());
    for (const qint64 number : *members) {
        auto member = study(number);
        if (!member)
            return member.error();
        if (member->status == StudyStatus::Queued) {
            if (auto done = database->run(sql::supersede, {revision++, sentence, number}); !done)
                return done.error();
            continue;
        }
        if (member->notes.contains(sentence))
            continue;
        member->notes.add(NoteCode::Replaced, sentence);
        member->warnings << sentence;
        if (auto done = database->run(sql::recordStudy, recordedValues(*member, revision++)); !done)
            return done.error();
    }
    return {};
}

Result<void> Journal::Impl::writeListing(const Journal& journal,
                                         const std::vector<IntakeEntry>& entries) const
{
    const auto before = listing();
    if (!before)
        return before.error();
    const auto revision = nextRevision();
    if (!revision)
        return revision.error();
    Lister lister(journal, *this, *before, *revision);
    for (const IntakeEntry& entry : entries)
        if (auto added = lister.add(entry); !added)
            return added;
    return lister.finish();
}

Result<void> Journal::addListing(const std::function<Result<void>(const AddEntry&)>& fill,
                                 const CompanionCounts* companions)
{
    std::vector<IntakeEntry> entries;
    const auto filled = fill([&](const IntakeEntry& entry) -> Result<void> {
        if (entries.size() == mostEntries)
            return tooManyEntries(path());
        entries.push_back(entry);
        return {};
    });
    if (!filled)
        return filled;
    return m_impl->database->inTransaction([&]() -> Result<void> {
        if (companions)
            if (auto noted = noteCompanions(*companions); !noted)
                return noted;
        return m_impl->writeListing(*this, entries);
    });
}

Result<bool> Journal::isListed() const
{
    const auto listing = m_impl->listing();
    if (!listing)
        return listing.error();
    return listing->isComplete;
}

Result<qint64> Journal::listedTotal() const
{
    const auto listing = m_impl->listing();
    if (!listing)
        return listing.error();
    return listing->total;
}

Result<void> Journal::noteCompanions(const CompanionCounts& counts)
{
    const auto description = m_impl->description();
    if (!description)
        return description.error();
    const auto written = m_impl->database->run(
        sql::changeJob, {QString::fromUtf8(withCompanions(*description, counts))});
    return written ? Result<void>() : Result<void>(written.error());
}

Result<CompanionCounts> Journal::companions() const
{
    const auto description = m_impl->description();
    if (!description)
        return description.error();
    return companionsOf(*description);
}

Result<QByteArray> Journal::Impl::description() const
{
    QByteArray description;
    auto read = database->forEach(sql::readJob, {}, [&](const JournalRow& row) -> Result<void> {
        description = row[0].toByteArray();
        return {};
    });
    if (!read)
        return read.error();
    return description;
}

Result<bool> Journal::knows(const IntakeEntry& entry) const
{
    const auto found
        = m_impl->database->number(sql::knowsEntry,
                                   {storedText(entry.path), entry.bytes, entry.modifiedMs,
                                    storedText(entry.path), entry.bytes, entry.modifiedMs});
    if (!found)
        return found.error();
    return *found != 0;
}

} // namespace ccad
