// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/film_queue.h"

#include "core/ai_node/internal/queue_database.h"
#include "core/ai_node/internal/queue_thread.h"
#include "core/sqlite/sqlite_sharing.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

QueuedFilm filmOf(const SqliteRow& row)
{
    QueuedFilm film;
    film.number = row.number(0);
    film.state = static_cast<FilmState>(row.number(1));
    film.peer = row.text(2);
    film.name = row.text(3);
    film.bytes = row.number(4);
    film.receivedMs = row.number(5);
    film.archive = row.text(6);
    film.reason = row.text(7);
    film.tries = static_cast<int>(row.number(8));
    return film;
}

// A clock that was set back must not make a film wait longer than its longest pause could be.
constexpr qint64 longestWaitMs = 86400 * 1000;

constexpr char waitingForJudge[]
    = "SELECT number, state, peer, name, bytes, received_ms, archive, reason, tries FROM films "
      "WHERE state = 0 AND (next_ms <= ? OR next_ms > ?) ORDER BY number LIMIT 64";
constexpr char waitingForArchive[]
    = "SELECT number, state, peer, name, bytes, received_ms, archive, reason, tries FROM films "
      "WHERE state = 1 AND archive = ? AND (next_ms <= ? OR next_ms > ?) ORDER BY number LIMIT ?";

/// SQLite tells a null string from an empty one.
QString text(const QString& value)
{
    return value.isNull() ? u""_s : value;
}

} // namespace

QString wordFor(FilmState state)
{
    static constexpr const char* names[filmStates]
        = {"received", "judged", "delivered", "passed_over", "failed", "given_up"};
    return QString::fromLatin1(names[static_cast<int>(state)]);
}

class FilmQueue::Impl
{
public:
    [[nodiscard]] Result<void> start(const QString& path)
    {
        return m_thread.start([path] { return ai_node::openQueue(path); });
    }

    /// Runs one statement so that it outlives a power cut, and ends the caller's hold of the film.
    [[nodiscard]] Result<void> change(qint64 number, const char* sql, const QVariantList& values)
    {
        return m_thread.run([&](SqliteDatabase& database) -> Result<void> {
            int changed = 0;
            auto done = inSafeTransaction(database, [&]() -> Result<void> {
                const auto rows = database.run(sql, values);
                changed = rows ? *rows : 0;
                return rows ? Result<void>() : rows.error();
            });
            m_taken.erase(number);
            if (done && changed != 1)
                return Error{ErrorCode::Internal, u"The queue has no film %1."_s.arg(number), {}};
            return done;
        });
    }

    [[nodiscard]] Result<void> read(const ai_node::QueueThread::Work& work)
    {
        return m_thread.run(work);
    }

    /// Only on the queue's thread.
    [[nodiscard]] Result<std::vector<QueuedFilm>>
    takeFrom(SqliteDatabase& database, const char* sql, const QVariantList& values, int limit)
    {
        std::vector<QueuedFilm> films;
        auto walked = database.forEach(sql, values, [&](const SqliteRow& row) -> Result<void> {
            if (static_cast<int>(films.size()) < limit && !m_taken.contains(row.number(0)))
                films.push_back(filmOf(row));
            return {};
        });
        if (!walked)
            return walked.error();
        for (const QueuedFilm& film : films)
            m_taken.insert(film.number);
        return films;
    }

    void giveBack(qint64 number) { m_taken.erase(number); }

private:
    std::set<qint64> m_taken; ///< films that a caller of next...() has; of the queue's thread
    ai_node::QueueThread m_thread; ///< last: it ends before what it uses
};

FilmQueue::FilmQueue(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
FilmQueue::~FilmQueue() = default;

Result<std::unique_ptr<FilmQueue>> FilmQueue::open(const QString& path)
{
    auto impl = std::make_unique<Impl>();
    if (auto started = impl->start(path); !started)
        return started.error();
    return std::unique_ptr<FilmQueue>(new FilmQueue(std::move(impl)));
}

Result<qint64> FilmQueue::add(const QString& peer, const QString& name, qint64 bytes, qint64 nowMs)
{
    qint64 number = 0;
    auto added = m_impl->read([&](SqliteDatabase& database) {
        return inSafeTransaction(database, [&]() -> Result<void> {
            const auto done = database.run("INSERT INTO films (state, peer, name, bytes, "
                                           "received_ms) VALUES (0, ?, ?, ?, ?)",
                                           {peer, name, bytes, nowMs});
            if (!done)
                return done.error();
            const auto last = database.number("SELECT last_insert_rowid()");
            number = last ? *last : 0;
            return last ? Result<void>() : last.error();
        });
    });
    return added ? Result<qint64>(number) : added.error();
}

Result<std::optional<QueuedFilm>> FilmQueue::nextToJudge(qint64 nowMs)
{
    std::optional<QueuedFilm> next;
    auto read = m_impl->read([&](SqliteDatabase& database) -> Result<void> {
        auto films = m_impl->takeFrom(database, waitingForJudge, {nowMs, nowMs + longestWaitMs}, 1);
        if (!films)
            return films.error();
        if (!films->empty())
            next = films->front();
        return {};
    });
    return read ? Result<std::optional<QueuedFilm>>(next) : read.error();
}

Result<std::vector<QueuedFilm>> FilmQueue::nextToDeliver(const QString& archive, qint64 nowMs,
                                                         int limit)
{
    std::vector<QueuedFilm> next;
    auto read = m_impl->read([&](SqliteDatabase& database) -> Result<void> {
        auto films = m_impl->takeFrom(database, waitingForArchive,
                                      {archive, nowMs, nowMs + longestWaitMs, 4 * limit}, limit);
        if (!films)
            return films.error();
        next = *std::move(films);
        return {};
    });
    return read ? Result<std::vector<QueuedFilm>>(next) : read.error();
}

Result<bool> FilmQueue::wasHereBefore(qint64 number, const QByteArray& contentSha256)
{
    bool was = false;
    auto read = m_impl->read([&](SqliteDatabase& database) {
        return database.inTransaction([&]() -> Result<void> {
            // Of two that came at once only the later one is told so.
            const auto others = database.number(
                "SELECT count(*) FROM films WHERE content = ? AND number <> ? AND state < 4 "
                "AND (number < ? OR state BETWEEN 1 AND 3)",
                {contentSha256, number, number});
            if (!others)
                return others.error();
            was = *others > 0;
            const auto noted = database.run("UPDATE films SET content = ? WHERE number = ?",
                                            {contentSha256, number});
            return noted ? Result<void>() : noted.error();
        });
    });
    return read ? Result<bool>(was) : read.error();
}

Result<void> FilmQueue::setJudged(qint64 number, const QString& archive)
{
    return m_impl->change(number,
                          "UPDATE films SET state = 1, archive = ?, reason = '', tries = 0, "
                          "next_ms = 0 WHERE number = ?",
                          {archive, number});
}

Result<void> FilmQueue::setEnded(qint64 number, FilmState state, const QString& reason,
                                 qint64 nowMs)
{
    return m_impl->change(
        number,
        "UPDATE films SET state = ?, reason = ?, ended_ms = ?, next_ms = 0 WHERE number = ?",
        {static_cast<int>(state), text(reason), nowMs, number});
}

Result<void> FilmQueue::setLater(qint64 number, const QString& reason, qint64 nextMs)
{
    return m_impl->change(
        number, "UPDATE films SET reason = ?, tries = tries + 1, next_ms = ? WHERE number = ?",
        {text(reason), nextMs, number});
}

Result<void> FilmQueue::setReceived(qint64 number)
{
    return m_impl->change(
        number,
        "UPDATE films SET state = 0, archive = '', content = x'', next_ms = 0 WHERE number = ?",
        {number});
}

Result<void> FilmQueue::release(qint64 number)
{
    return m_impl->read([&](SqliteDatabase&) -> Result<void> {
        m_impl->giveBack(number);
        return {};
    });
}

Result<int> FilmQueue::retryAll()
{
    int changed = 0;
    auto done = m_impl->read([&](SqliteDatabase& database) {
        return inSafeTransaction(database, [&]() -> Result<void> {
            // Without an archive a film was never judged.
            const auto rows
                = database.run("UPDATE films SET state = CASE archive WHEN '' THEN 0 ELSE 1 END, "
                               "reason = '', tries = 0, "
                               "next_ms = 0, ended_ms = 0 WHERE state IN (4, 5) AND has_files = 1");
            changed = rows ? *rows : 0;
            return rows ? Result<void>() : rows.error();
        });
    });
    return done ? Result<int>(changed) : done.error();
}

Result<FilmCounts> FilmQueue::counts()
{
    FilmCounts counts;
    auto read = m_impl->read([&](SqliteDatabase& database) -> Result<void> {
        auto walked = database.forEach("SELECT state, count(*) FROM films GROUP BY state", {},
                                       [&](const SqliteRow& row) -> Result<void> {
                                           counts.ofState[row.number(0)] = row.number(1);
                                           return {};
                                       });
        if (!walked)
            return walked;
        const auto oldest
            = database.number("SELECT coalesce(min(received_ms), 0) FROM films WHERE state < 2");
        counts.oldestWaitingMs = oldest ? *oldest : 0;
        return oldest ? Result<void>() : oldest.error();
    });
    return read ? Result<FilmCounts>(counts) : read.error();
}

Result<std::vector<QueuedFilm>> FilmQueue::problems(int limit)
{
    std::vector<QueuedFilm> films;
    auto read = m_impl->read([&](SqliteDatabase& database) {
        return database.forEach("SELECT number, state, peer, name, bytes, received_ms, archive, "
                                "reason, tries FROM films WHERE state IN (4, 5) "
                                "ORDER BY ended_ms DESC, number DESC LIMIT ?",
                                {limit}, [&](const SqliteRow& row) -> Result<void> {
                                    films.push_back(filmOf(row));
                                    return {};
                                });
    });
    return read ? Result<std::vector<QueuedFilm>>(films) : read.error();
}

Result<std::vector<qint64>> FilmQueue::deliveryTimes(int limit)
{
    std::vector<qint64> times;
    auto read = m_impl->read([&](SqliteDatabase& database) {
        return database.forEach("SELECT ended_ms - received_ms FROM films WHERE state = 2 "
                                "ORDER BY ended_ms DESC LIMIT ?",
                                {limit}, [&](const SqliteRow& row) -> Result<void> {
                                    times.push_back(row.number(0));
                                    return {};
                                });
    });
    if (!read)
        return read.error();
    std::sort(times.begin(), times.end());
    return times;
}

Result<std::vector<QString>> FilmQueue::keptNames()
{
    std::vector<QString> names;
    auto read = m_impl->read([&](SqliteDatabase& database) {
        return database.forEach("SELECT name FROM films WHERE has_files = 1", {},
                                [&](const SqliteRow& row) -> Result<void> {
                                    names.push_back(row.text(0));
                                    return {};
                                });
    });
    return read ? Result<std::vector<QString>>(names) : read.error();
}

Result<std::vector<KeptFilm>> FilmQueue::outdated(qint64 doneBeforeMs, qint64 failedBeforeMs)
{
    std::vector<KeptFilm> films;
    auto read = m_impl->read([&](SqliteDatabase& database) {
        return database.forEach(
            "SELECT number, name FROM films WHERE has_files = 1 AND ((state = 2 AND ended_ms <= ?) "
            "OR state = 3 OR (state > 3 AND ended_ms <= ?)) LIMIT 1000",
            {doneBeforeMs, failedBeforeMs}, [&](const SqliteRow& row) -> Result<void> {
                films.push_back({row.number(0), row.text(1)});
                return {};
            });
    });
    return read ? Result<std::vector<KeptFilm>>(films) : read.error();
}

Result<void> FilmQueue::setRemoved(qint64 number)
{
    return m_impl->read([&](SqliteDatabase& database) -> Result<void> {
        const auto done = database.run("UPDATE films SET has_files = 0 WHERE number = ?", {number});
        return done ? Result<void>() : done.error();
    });
}

Result<void> FilmQueue::forget(qint64 endedBeforeMs)
{
    return m_impl->read([&](SqliteDatabase& database) -> Result<void> {
        const auto done
            = database.run("DELETE FROM films WHERE state >= 2 AND has_files = 0 AND ended_ms <= ?",
                           {endedBeforeMs});
        return done ? Result<void>() : done.error();
    });
}

} // namespace ccad
