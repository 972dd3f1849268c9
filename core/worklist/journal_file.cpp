// SPDX-License-Identifier: GPL-3.0-or-later
// Creates, opens and claims journals.
#include "core/base/durable_writing.h"
#include "core/base/run_lock.h"
#include "core/base/scratch_folder.h"
#include "core/sqlite/sqlite_sharing.h"
#include "core/worklist/internal/journal_impl.h"
#include "core/worklist/internal/journal_schema.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/internal/study_row.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUuid>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error existsAlready(const QString& path)
{
    return {ErrorCode::InvalidArgument,
            u"There is a file %1 already. Resume that batch, or choose another name."_s.arg(path),
            path};
}

Result<void> writeFirstContent(const QString& path, const ScreeningJob& job)
{
    const auto database = openJournalDatabase(path);
    if (!database)
        return database.error();
    if (auto migrated = migrate(**database, journalMigrations()); !migrated)
        return migrated;
    if (auto written = (*database)->run(sql::writeJob, {QString::fromUtf8(jobToJson(job))});
        !written)
        return written.error();
    return {};
}

/// Removes a journal and SQLite's files beside it, which must not be left to a later journal of
/// that name. Removing a name never touches a link's target.
void removeJournalFiles(const QString& path)
{
    for (const char* suffix : {"-wal", "-shm", "-journal", ""})
        QFile::remove(path + QString::fromLatin1(suffix));
}

/// Removes what runs left that were killed while they made a journal of that name. Only for who
/// holds the claim: whoever makes one now holds it, too.
void sweepUnfinished(const QString& path)
{
    const QFileInfo journal(path);
    const QRegularExpression unfinished(u"^%1\\.new-[0-9a-f]{8}(-wal|-shm|-journal)?$"_s.arg(
        QRegularExpression::escape(journal.fileName())));
    const auto files = QDir::Files | QDir::Hidden | QDir::NoSymLinks;
    for (const QFileInfo& file : journal.absoluteDir().entryInfoList(files))
        if (unfinished.match(file.fileName()).hasMatch() && file.ownerId() == ::geteuid())
            QFile::remove(file.filePath());
}

/// A file beside the journal that holds changes which are not in the journal itself; empty: none.
QString endOfOpenFile(const QString& path)
{
    for (const char* suffix : {"-wal", "-journal"})
        if (const QFileInfo info(path + QString::fromLatin1(suffix)); info.size() > 0)
            return info.filePath();
    return {};
}

/// SQLite would take such a file for a part of the new journal.
Result<void> checkNoOpenEnd(const QString& path)
{
    const QString left = endOfOpenFile(path);
    if (left.isEmpty())
        return {};
    return Error{ErrorCode::InvalidArgument,
                 u"There is a file %1, which belongs to a journal that is gone. Move it away, or "
                 "choose another name."_s.arg(left),
                 left};
}

std::optional<FileIdentity> identityOf(const QString& path)
{
    struct stat info;
    if (::lstat(QFile::encodeName(path).constData(), &info) != 0)
        return std::nullopt;
    return FileIdentity{info.st_dev, info.st_ino};
}

Result<ScreeningJob> readJob(JournalDatabase& database)
{
    std::optional<ScreeningJob> job;
    auto read = database.forEach(sql::readJob, {}, [&](const JournalRow& row) -> Result<void> {
        job = jobFromJson(row[0].toByteArray());
        return {};
    });
    if (!read)
        return read.error();
    if (!job)
        return Error{
            ErrorCode::FileBroken,
            u"The journal %1 is damaged: it does not say what it is about."_s.arg(database.path()),
            database.path()};
    return *job;
}

} // namespace

Result<void> Journal::Impl::createFile(const QString& path, const ScreeningJob& job,
                                       const std::function<Result<void>(Journal&)>& fill)
{
    if (QFileInfo::exists(path))
        return existsAlready(path);
    if (auto free = checkNoOpenEnd(path); !free)
        return free;
    const auto claimed = claim(path);
    if (!claimed)
        return claimed.error();
    sweepUnfinished(path);
    const QString fresh = path + u".new-"_s + QUuid::createUuid().toString(QUuid::Id128).left(8);
    Result<void> done = JournalDatabase::createFile(fresh, journalWords());
    if (done)
        done = writeFirstContent(fresh, job);
    if (done && fill) {
        const auto journal = open(fresh, Use::Filling);
        done = journal ? fill(**journal) : Result<void>(journal.error());
    }
    // All of it is in the one file that is moved.
    if (done && !endOfOpenFile(fresh).isEmpty())
        done = Error{ErrorCode::WriteFailed,
                     u"Cannot write the journal %1: its disk fails."_s.arg(path), path};
    if (done)
        done = moveToFreeName(fresh, path);
    if (!done)
        removeJournalFiles(fresh);
    return done || done.error().code != ErrorCode::AlreadyExists ? done : existsAlready(path);
}

Journal::Journal(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }

Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::create(const QString& path, const ScreeningJob& job)
{
    if (job.shard < 1 || job.shard > job.shards)
        return Error{ErrorCode::InvalidArgument,
                     u"There is no part %1 of %2."_s.arg(job.shard).arg(job.shards), path};
    if (auto created = Impl::createFile(path, job, {}); !created)
        return created.error();
    auto journal = open(path);
    if (journal)
        (*journal)->m_impl->created = identityOf(path);
    return journal;
}

bool Journal::discardUnlisted(std::unique_ptr<Journal> journal)
{
    const QString path = journal->path();
    const auto created = journal->m_impl->created;
    if (!created)
        return false;
    // Whoever goes on with the journal meanwhile holds the claim.
    const auto claimed = claim(path);
    const auto listed = journal->listedTotal();
    const auto counts = journal->counts();
    // What cannot be read may hold anything.
    if (!claimed || !listed || *listed > 0 || !counts || counts->total > 0
        || identityOf(path) != created)
        return false;
    journal.reset();
    removeJournalFiles(path);
    return true;
}

Result<QByteArray> Journal::unpackToken()
{
    QByteArray token;
    auto found = m_impl->database->inTransaction([&]() -> Result<void> {
        const auto description = m_impl->description();
        if (!description)
            return description.error();
        token = unpackTokenOf(*description);
        if (!token.isEmpty())
            return {};
        token = ScratchFolder::newToken();
        const auto written = m_impl->database->run(
            sql::changeJob, {QString::fromUtf8(withUnpackToken(*description, token))});
        return written ? Result<void>() : Result<void>(written.error());
    });
    if (!found)
        return found.error();
    return token;
}

Result<std::unique_ptr<Journal>> Journal::Impl::open(const QString& path, Use use)
{
    auto database = openJournalDatabase(path);
    if (!database)
        return database.error();
    if (auto begun = beginSharing(**database); !begun)
        return begun.error();
    // Checked before anything is written, since it may be somebody else's file.
    if (auto checked = checkIsJournal(**database); !checked)
        return checked.error();
    if (auto migrated = migrate(**database, journalMigrations()); !migrated)
        return migrated.error();
    // A journal that is being filled is one file, and safe when it gets its name.
    if (use == Use::Shared)
        if (const auto shared = shareByLog(**database); !shared)
            return shared.error();
    auto job = readJob(**database);
    if (!job)
        return job.error();
    auto impl = std::make_unique<Impl>(std::move(*database));
    impl->job = std::move(*job);
    return std::unique_ptr<Journal>(new Journal(std::move(impl)));
}

Result<std::unique_ptr<Journal>> Journal::open(const QString& path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::FileNotFound, u"There is no journal %1."_s.arg(path), path};
    // SQLite would wait for ever at a FIFO.
    if (!info.isFile())
        return Error{ErrorCode::FileBroken, u"%1 is no journal of CCAD."_s.arg(path), path};
    return Impl::open(path, Impl::Use::Shared);
}

Result<std::unique_ptr<QLockFile>> Journal::claim(const QString& path)
{
    return claimFile(path, {u"screening"_s, u"cancel it there"_s, ErrorCode::InvalidArgument});
}

const QString& Journal::path() const
{
    return m_impl->database->path();
}

const ScreeningJob& Journal::job() const
{
    return m_impl->job;
}

} // namespace ccad
