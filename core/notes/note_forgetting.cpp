// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notes/note_store.h"
#include "core/sqlite/sqlite_database.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr char countAll[]
    = "SELECT (SELECT count(*) FROM notes) + (SELECT count(*) FROM notes_by_path)";
constexpr char countOlder[] = "SELECT count(*) FROM notes WHERE changed_ms < ?";
constexpr char countContent[] = "SELECT count(*) FROM notes WHERE content_sha256 = ?";
constexpr char countUid[]
    = "SELECT count(*) FROM notes WHERE sop_instance_uid = ? AND sop_instance_uid <> ''";
constexpr char countPath[] = "SELECT count(*) FROM notes_by_path WHERE path = ?";

constexpr char removeAll[] = "DELETE FROM notes";
constexpr char removeAllByPath[] = "DELETE FROM notes_by_path";
constexpr char removeOlder[] = "DELETE FROM notes WHERE changed_ms < ?";
constexpr char removeContent[] = "DELETE FROM notes WHERE content_sha256 = ?";
constexpr char removeUid[]
    = "DELETE FROM notes WHERE sop_instance_uid = ? AND sop_instance_uid <> ''";
constexpr char removePath[] = "DELETE FROM notes_by_path WHERE path = ?";

/// Runs one statement for each of the values, and adds up what it says.
template <typename Run>
Result<qint64> sumOver(const QStringList& values, const Run& run)
{
    qint64 sum = 0;
    for (const QString& value : values) {
        const auto one = run(value);
        if (!one)
            return one.error();
        sum += *one;
    }
    return sum;
}

/// The statements of one way to deal with notes, each of which says how many it concerned.
struct Statements
{
    std::vector<const char*> all;
    const char* older;
    const char* content;
    const char* uid;
    const char* path;
};

/// `run` takes a statement and its values.
template <typename Run>
Result<qint64> dealWith(const NotesToForget& which, const Statements& statements, const Run& run)
{
    qint64 sum = 0;
    const auto add = [&sum](const Result<qint64>& some) -> Result<void> {
        if (!some)
            return some.error();
        sum += *some;
        return {};
    };
    Result<void> done;
    switch (which.which) {
    case NotesToForget::Which::All:
        for (const char* statement : statements.all)
            if (done)
                done = add(run(statement, {}));
        break;
    case NotesToForget::Which::Older:
        done = add(run(statements.older, {which.beforeMs}));
        break;
    case NotesToForget::Which::OfFilms:
        for (const auto& [statement, values] : {std::pair(statements.content, &which.contents),
                                                std::pair(statements.uid, &which.uids),
                                                std::pair(statements.path, &which.paths)})
            if (done)
                done = add(sumOver(*values, [&, sql = statement](const QString& value) {
                    return run(sql, {value});
                }));
        break;
    }
    if (!done)
        return done.error();
    return sum;
}

} // namespace

Result<qint64> NoteStore::count(const NotesToForget& which)
{
    static const Statements statements{{countAll}, countOlder, countContent, countUid, countPath};
    return dealWith(which, statements, [this](const char* sql, const QVariantList& values) {
        return m_database->number(sql, values);
    });
}

Result<qint64> NoteStore::forget(const NotesToForget& which)
{
    static const Statements statements{
        {removeAll, removeAllByPath}, removeOlder, removeContent, removeUid, removePath};
    qint64 count = 0;
    auto removed = m_database->inTransaction([&]() -> Result<void> {
        const auto sum = dealWith(
            which, statements,
            [this](const char* sql, const QVariantList& values) -> Result<qint64> {
                const auto changed = m_database->run(sql, values);
                if (!changed)
                    return changed.error();
                return qint64{*changed};
            });
        if (!sum)
            return sum.error();
        count = *sum;
        return {};
    });
    if (!removed)
        return removed.error();
    // Deleted content is overwritten (secure_delete); this takes the room, and what versions before
    // left in it.
    if (auto packed = m_database->runOnce(u"VACUUM"_s); !packed)
        return packed.error();
    return count;
}

} // namespace ccad
