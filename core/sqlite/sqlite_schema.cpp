// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/sqlite_schema.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Fails when the file is of a later version than the steps lead to.
Result<std::size_t> versionOf(SqliteDatabase& database, std::span<const Migration> steps)
{
    const auto version = database.number("PRAGMA user_version");
    if (!version)
        return version.error();
    if (*version < 0)
        return notOfThisKind(database.path(), database.words());
    if (*version > qint64(steps.size()))
        return Error{ErrorCode::Unsupported,
                     u"The %1 %2 was written by a newer CCAD (its schema is version %3). "
                     "Update CCAD to open it."_s.arg(database.words().kind, database.path(),
                                                     QString::number(*version)),
                     database.path()};
    return std::size_t(*version);
}

/// SQLite's data for its planner (sqlite_stat1) changes nothing of what the file means.
constexpr char readSchema[] = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema "
                              "WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name";

Result<QStringList> schemaOf(SqliteDatabase& database)
{
    QStringList schema;
    auto read = database.forEach(readSchema, {}, [&](const SqliteRow& row) -> Result<void> {
        for (int column = 0; column < 4; ++column)
            schema << row.text(column);
        return {};
    });
    if (!read)
        return read.error();
    return schema;
}

} // namespace

Result<void> migrate(SqliteDatabase& database, std::span<const Migration> steps)
{
    const auto version = versionOf(database, steps);
    if (!version)
        return version.error();
    if (*version == steps.size())
        return {};
    return database.inTransaction([&]() -> Result<void> {
        // Checked again, since another program may have migrated the file in the meantime.
        const auto now = versionOf(database, steps);
        if (!now)
            return now.error();
        for (std::size_t i = *now; i < steps.size(); ++i) {
            if (auto done = steps[i](database); !done)
                return done;
        }
        return database.runOnce(u"PRAGMA user_version = %1"_s.arg(steps.size()));
    });
}

Result<void> checkApplicationId(SqliteDatabase& database, qint64 id)
{
    const auto own = database.number("PRAGMA application_id");
    if (!own)
        return own.error();
    if (*own != id)
        return notOfThisKind(database.path(), database.words());
    return {};
}

Result<void> checkPages(SqliteDatabase& database)
{
    return database.forEach("PRAGMA quick_check(1)", {}, [&](const SqliteRow& row) -> Result<void> {
        if (row.text(0) == u"ok"_s)
            return {};
        return damaged(database.path(), database.words(), row.text(0).simplified());
    });
}

Result<void> checkSchema(SqliteDatabase& database, std::span<const Migration> steps)
{
    const auto version = versionOf(database, steps);
    if (!version)
        return version.error();
    const auto model = SqliteDatabase::open(u":memory:"_s, database.words());
    if (!model)
        return model.error();
    if (*version > 0)
        if (auto made = migrate(**model, steps.first(*version)); !made)
            return made;
    const auto expected = schemaOf(**model);
    if (!expected)
        return expected.error();
    const auto found = schemaOf(database);
    if (!found)
        return found.error();
    if (*found != *expected)
        return damaged(database.path(), database.words(),
                       u"its tables are not those that CCAD makes"_s);
    return {};
}

Result<void> checkPages(SqliteDatabase& database)
{
    return database.forEach("PRAGMA quick_check(1)", {}, [&](const SqliteRow& row) -> Result<void> {
        const QString said = row.text(0).simplified();
        if (said == u"ok"_s)
            return {};
        // Of a page that cannot be read it says the error's number, and takes it for damage.
        if (said.contains(u"unable to get the page"_s))
            return Error{ErrorCode::FileUnreadable,
                         u"Cannot read the %1 %2: its disk fails."_s.arg(database.words().kind,
                                                                         database.path()),
                         database.path()};
        return damaged(database.path(), database.words(), said);
    });
}

} // namespace ccad
