// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/internal/sqlite_defences.h"

#include <array>
#include <cstring>
#include <utility>

#include <sqlite3.h>

namespace ccad {

namespace {

/// Of a value or a row: a thumbnail has some KiB, the longest list of sources some MiB.
constexpr int mostBytes = 64 << 20;

// After "Defense Against The Dark Arts", sqlite.org/security.html, as far as our statements allow.
constexpr std::array<std::pair<int, int>, 9> limits = {{
    {SQLITE_LIMIT_LENGTH, mostBytes},
    {SQLITE_LIMIT_SQL_LENGTH, 100'000},
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 50},
    {SQLITE_LIMIT_COMPOUND_SELECT, 5},
    {SQLITE_LIMIT_FUNCTION_ARG, 8},
    {SQLITE_LIMIT_ATTACHED, 1}, // for VACUUM
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
}};

constexpr std::array<std::pair<int, int>, 4> switches = {{
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
}};

/// Qt may have a copy of SQLite of its own, whose connections this library must not touch.
bool isOfThisLibrary(sqlite3* connection)
{
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection, "SELECT sqlite_source_id()", -1, &statement, nullptr)
        != SQLITE_OK)
        return false;
    bool isSame = false;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        isSame = text && std::strcmp(text, sqlite3_sourceid()) == 0;
    }
    sqlite3_finalize(statement);
    return isSame;
}

} // namespace

bool defend(sqlite3* connection)
{
    if (!connection || !isOfThisLibrary(connection))
        return false;
    for (const auto& [limit, most] : limits)
        sqlite3_limit(connection, limit, most);
    for (const auto& [name, value] : switches)
        if (sqlite3_db_config(connection, name, value, nullptr) != SQLITE_OK)
            return false;
    return true;
}

} // namespace ccad
