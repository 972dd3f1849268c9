// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/internal/queue_database.h"

#include "core/ai_node/film_queue.h"
#include "core/sqlite/sqlite_schema.h"
#include "core/sqlite/sqlite_sharing.h"

#include <QFileInfo>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::ai_node {
namespace {

constexpr qint64 applicationId = 0x43434151; // "CCAQ" in the header of the file

/// STRICT, so that SQLite refuses a value of another type instead of keeping it.
constexpr const char* firstSchema[] = {
    "PRAGMA application_id = 1128481105", // applicationId

    // next_ms: not before. ended_ms: when the last three states came; has_files: the film is there
    // still. content: SHA-256 of the file, once it was looked at.
    "CREATE TABLE films ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),"
    " peer TEXT NOT NULL,"
    " name TEXT NOT NULL UNIQUE CHECK (length(name) = 32),"
    " bytes INTEGER NOT NULL,"
    " received_ms INTEGER NOT NULL,"
    " content BLOB NOT NULL DEFAULT x'',"
    " archive TEXT NOT NULL DEFAULT '',"
    " reason TEXT NOT NULL DEFAULT '',"
    " tries INTEGER NOT NULL DEFAULT 0,"
    " next_ms INTEGER NOT NULL DEFAULT 0,"
    " ended_ms INTEGER NOT NULL DEFAULT 0,"
    " has_files INTEGER NOT NULL DEFAULT 1) STRICT",
    "CREATE INDEX waiting ON films (state, archive, number) WHERE state < 2",
    "CREATE INDEX by_content ON films (content) WHERE content <> x''",
    "CREATE INDEX ended ON films (ended_ms) WHERE state >= 2",
};

Result<void> createFirstSchema(SqliteDatabase& database)
{
    for (const char* statement : firstSchema)
        if (auto done = database.runOnce(QString::fromLatin1(statement)); !done)
            return done;
    return {};
}

constexpr std::array<Migration, 1> migrations = {&createFirstSchema};
static_assert(migrations.size() == std::size_t(FilmQueue::schemaVersion));

const SqliteWords& words()
{
    static const SqliteWords words{
        u"queue of a node"_s, u"Move it away; films that wait in it have to be sent again."_s, {}};
    return words;
}

} // namespace

Result<std::unique_ptr<SqliteDatabase>> openQueue(const QString& path)
{
    if (!QFileInfo::exists(path))
        if (auto created = SqliteDatabase::createFile(path, words()); !created)
            return created.error();
    if (!QFileInfo(path).isFile()) // SQLite would wait for ever at a FIFO
        return notOfThisKind(path, words());
    auto database = SqliteDatabase::open(path, words());
    if (!database)
        return database.error();
    if (auto begun = beginSharing(**database); !begun)
        return begun.error();
    const auto version = (*database)->number("PRAGMA user_version");
    if (!version)
        return version.error();
    if (auto own = checkApplicationId(**database, *version == 0 ? 0 : applicationId); !own)
        return own.error();
    if (auto same = checkSchema(**database, migrations); !same)
        return same.error();
    if (auto whole = checkPages(**database); !whole)
        return whole.error();
    if (auto migrated = migrate(**database, migrations); !migrated)
        return migrated.error();
    if (const auto shared = shareByLog(**database); !shared)
        return shared.error();
    return database;
}

} // namespace ccad::ai_node
