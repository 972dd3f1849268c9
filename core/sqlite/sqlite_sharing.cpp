// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/sqlite_sharing.h"

#include "core/base/file_system.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Was the file last used with a write-ahead log (sqlite.org/fileformat.html, "file format version
/// numbers")?
bool hasLog(const QString& path)
{
    constexpr qsizetype writeVersion = 18;
    constexpr char log = 2;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray header = file.read(writeVersion + 1);
    return header.size() > writeVersion && header[writeVersion] == log;
}

Result<QString> answer(SqliteDatabase& database, const char* pragma)
{
    QString text;
    auto read = database.forEach(pragma, {}, [&](const SqliteRow& row) -> Result<void> {
        text = row.text(0);
        return {};
    });
    if (!read)
        return read.error();
    return text;
}

} // namespace

Result<void> beginSharing(SqliteDatabase& database)
{
    // A program that has the file for itself keeps the index of the log in its own memory.
    if (isOnNetwork(database.path()) && hasLog(database.path()))
        return database.runOnce(u"PRAGMA locking_mode = EXCLUSIVE"_s);
    return {};
}

Result<bool> shareByLog(SqliteDatabase& database)
{
    if (!isOnNetwork(database.path())) {
        const auto mode = answer(database, "PRAGMA journal_mode = WAL");
        if (!mode)
            return mode.error();
        if (*mode == u"wal"_s) {
            auto set = database.runOnce(u"PRAGMA synchronous = NORMAL"_s);
            return set ? Result<bool>(true) : set.error();
        }
    }
    auto shared = shareByLocks(database);
    return shared ? Result<bool>(false) : shared.error();
}

Result<void> shareByLocks(SqliteDatabase& database)
{
    const auto mode = answer(database, "PRAGMA journal_mode = TRUNCATE");
    if (!mode)
        return mode.error();
    if (*mode != u"truncate"_s)
        return Error{ErrorCode::WriteFailed,
                     u"The %1 %2 cannot be used safely on this disk: SQLite stays in its mode "
                     "\"%3\"."_s.arg(database.words().kind, database.path(), *mode),
                     database.path()};
    for (const char* setting : {"PRAGMA synchronous = FULL", "PRAGMA locking_mode = NORMAL"})
        if (auto set = database.runOnce(QString::fromLatin1(setting)); !set)
            return set;
    // A lock that was kept goes with the next reading.
    const auto read = database.number("SELECT count(*) FROM sqlite_schema");
    return read ? Result<void>() : read.error();
}

Result<void> inSafeTransaction(SqliteDatabase& database, const std::function<Result<void>()>& work)
{
    const auto before = database.number("PRAGMA synchronous");
    if (!before)
        return before.error();
    if (auto set = database.runOnce(u"PRAGMA synchronous = FULL"_s); !set)
        return set;
    auto done = database.inTransaction(work);
    // Should this fail, the next commits are safer than they need to be.
    (void)database.runOnce(u"PRAGMA synchronous = %1"_s.arg(*before));
    return done;
}

} // namespace ccad
