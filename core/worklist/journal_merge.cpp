// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/internal/journal_impl.h"
#include "core/worklist/internal/journal_sql.h"
#include "core/worklist/internal/study_row.h"

#include <algorithm>
#include <deque>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int rowsAtOnce = 256;

struct MergedRow
{
    ScreenedStudy study;
    bool isSettled = false;
};

/// One of the journals to be joined, row by row.
class ShardReader
{
public:
    explicit ShardReader(std::unique_ptr<Journal> journal, const Journal::Impl& impl)
        : m_journal(std::move(journal)), m_impl(&impl)
    {
    }

    [[nodiscard]] const Journal& journal() const { return *m_journal; }
    [[nodiscard]] const Journal::Impl& impl() const { return *m_impl; }

    /// The next row; nothing behind the last one.
    Result<std::optional<MergedRow>> next()
    {
        if (m_rows.empty())
            if (auto read = readOn(); !read)
                return read.error();
        if (m_rows.empty())
            return std::optional<MergedRow>();
        std::optional<MergedRow> row = std::move(m_rows.front());
        m_rows.pop_front();
        return row;
    }

private:
    Result<void> readOn()
    {
        return m_impl->database->forEach(
            sql::byNumber, {m_last, rowsAtOnce}, [&](const JournalRow& row) -> Result<void> {
                m_rows.push_back({studyFromRow(row), row.number(BehindStudyColumns) != 0});
                m_last = m_rows.back().study.number;
                return {};
            });
    }

    std::unique_ptr<Journal> m_journal;
    const Journal::Impl* m_impl;
    std::deque<MergedRow> m_rows;
    qint64 m_last = 0;
};

Error cannotMerge(const QString& why, const QString& path)
{
    return {ErrorCode::InvalidArgument, u"Cannot join the journals: %1"_s.arg(why), path};
}

/// The job that all parts of a batch share. Machines may keep the model in different folders.
ScreeningJob undivided(ScreeningJob job)
{
    job.shard = 1;
    job.shards = 1;
    job.modelFolder.clear();
    return job;
}

Result<void> checkFinished(const ShardReader& reader)
{
    const QString& path = reader.journal().path();
    const auto listing = reader.impl().listing();
    if (!listing)
        return listing.error();
    const auto counts = reader.journal().counts();
    if (!counts)
        return counts.error();
    if (!listing->isComplete || counts->queued > 0)
        return cannotMerge(
            u"part %1 (%2) is not finished. Resume it first."_s.arg(reader.journal().job().shard)
                .arg(path),
            path);
    return {};
}

Result<void> checkBelongs(const ShardReader& reader, const ShardReader& first)
{
    const QString& path = reader.journal().path();
    const ScreeningJob& job = reader.journal().job();
    if (undivided(job) != undivided(first.journal().job())
        || job.shards != first.journal().job().shards)
        return cannotMerge(
            u"%1 is part of another batch than %2 (other files, "
            "another model, or divided otherwise)."_s.arg(path, first.journal().path()),
            path);
    const auto listing = reader.impl().listing();
    const auto expected = first.impl().listing();
    if (!listing || !expected)
        return listing ? expected.error() : listing.error();
    if (listing->hash != expected->hash || listing->total != expected->total)
        return cannotMerge(u"the files changed between the listings of %1 and %2. "
                           "Screen one of them anew."_s.arg(first.journal().path(), path),
                           path);
    return {};
}

/// Sorts the readers by their shards, each of which has to be there once.
Result<void> putInOrder(std::vector<ShardReader>& readers)
{
    const int shards = readers.front().journal().job().shards;
    for (int shard = 1; shard <= shards; ++shard) {
        std::vector<ShardReader*> found;
        for (ShardReader& reader : readers)
            if (reader.journal().job().shard == shard)
                found.push_back(&reader);
        if (found.empty())
            return cannotMerge(u"part %1 of %2 is missing."_s.arg(shard).arg(shards), {});
        if (found.size() > 1)
            return cannotMerge(
                u"part %1 is there twice, as %2 and %3."_s.arg(
                    QString::number(shard), found[0]->journal().path(), found[1]->journal().path()),
                found[1]->journal().path());
    }
    std::sort(readers.begin(), readers.end(), [](const ShardReader& a, const ShardReader& b) {
        return a.journal().job().shard < b.journal().job().shard;
    });
    return {};
}

} // namespace

/// Rows come in the order of their numbers, recorded as in an undivided run.
class Journal::Merger
{
public:
    static Result<std::vector<ShardReader>> openAll(const QStringList& paths)
    {
        std::vector<ShardReader> readers;
        for (const QString& path : paths) {
            auto journal = Journal::open(path);
            if (!journal)
                return journal.error();
            const Impl& impl = *(*journal)->m_impl;
            readers.emplace_back(std::move(*journal), impl);
        }
        return readers;
    }

    Merger(const Impl& target, std::vector<ShardReader>& readers)
        : m_target(target), m_readers(readers)
    {
    }

    Result<void> operator()()
    {
        const auto listing = m_readers.front().impl().listing();
        if (!listing)
            return listing.error();
        // Some thousand rows a transaction keep the write-ahead log small.
        constexpr qint64 rowsPerTransaction = 2000;
        for (qint64 first = 1; first <= listing->total; first += rowsPerTransaction) {
            const qint64 last = std::min(listing->total, first + rowsPerTransaction - 1);
            auto moved = m_target.database->inTransaction([&] { return move(first, last); });
            if (!moved)
                return moved;
        }
        const auto written
            = m_target.database->run(sql::writeListing, {listing->total, listing->hash});
        if (!written)
            return written.error();
        return moveArchives();
    }

private:
    Result<void> move(qint64 first, qint64 last)
    {
        for (qint64 number = first; number <= last; ++number)
            if (auto moved
                = moveOne(m_readers[std::size_t((number - 1) % qint64(m_readers.size()))], number);
                !moved)
                return moved;
        return {};
    }

    Result<void> moveOne(ShardReader& reader, qint64 number)
    {
        auto row = reader.next();
        if (!row)
            return row.error();
        const QString& path = reader.journal().path();
        if (!*row || (*row)->study.number != number)
            return Error{ErrorCode::FileBroken,
                         u"The journal %1 is damaged: its row %2 is missing."_s.arg(
                             path, QString::number(number)),
                         path};
        const ScreenedStudy& study = (*row)->study;
        const auto thumbnail = reader.journal().thumbnail(number);
        if (!thumbnail)
            return thumbnail.error();
        if (auto done = m_target.insertEntry(study, (*row)->isSettled, m_revision++); !done)
            return done;
        if (auto done = m_target.put(study, *thumbnail, m_revision); !done)
            return done;
        if (study.verdict == Verdict::None && study.comment.isEmpty())
            return {};
        return m_target.setVerdict(number, study.verdict, study.comment, m_revision++);
    }

    /// Every part lists all archives of its own rows.
    Result<void> moveArchives()
    {
        return m_target.database->inTransaction([&]() -> Result<void> {
            for (const ShardReader& reader : m_readers) {
                auto moved = reader.impl().database->forEach(
                    sql::readArchives, {}, [&](const JournalRow& row) -> Result<void> {
                        const auto written
                            = m_target.database->run(sql::writeArchive, {row[0], row[1], row[2]});
                        if (!written)
                            return written.error();
                        return {};
                    });
                if (!moved)
                    return moved;
            }
            return {};
        });
    }

    const Impl& m_target;
    std::vector<ShardReader>& m_readers;
    qint64 m_revision = 1;
};

Result<void> Journal::merge(const QStringList& journals, const QString& target)
{
    if (journals.isEmpty())
        return cannotMerge(u"none is given."_s, {});
    auto readers = Merger::openAll(journals);
    if (!readers)
        return readers.error();
    for (const ShardReader& reader : *readers)
        if (auto belongs = checkBelongs(reader, readers->front()); !belongs)
            return belongs;
    if (auto ordered = putInOrder(*readers); !ordered)
        return ordered;
    for (const ShardReader& reader : *readers)
        if (auto finished = checkFinished(reader); !finished)
            return finished;
    ScreeningJob job = readers->front().journal().job();
    job.shard = 1;
    job.shards = 1;
    // Every part walked all of the sources.
    const auto companions = readers->front().journal().companions();
    if (!companions)
        return companions.error();
    return Impl::createFile(target, job, [&](Journal& merged) {
        auto noted = merged.noteCompanions(*companions);
        return noted ? Merger(*merged.m_impl, *readers)() : noted;
    });
}

} // namespace ccad
