// SPDX-License-Identifier: GPL-3.0-or-later
// How programs share a SQLite file, which depends on the disk that it lies on.
#pragma once

#include "core/sqlite/sqlite_database.h"

namespace ccad {

/// Keeps SQLite from sharing memory through a file on a network disk, where that damages it
/// (sqlite.org/wal.html). To be called before anything is read, and followed by one of the
/// functions below. Error: those of a statement.
[[nodiscard]] Result<void> beginSharing(SqliteDatabase& database);

/// Readers and a writer do not wait for each other, by a write-ahead log. A commit outlives the end
/// of the program, but not every power cut, see inSafeTransaction(). Where the disk cannot have it,
/// this is shareByLocks(). True: by the log.
[[nodiscard]] Result<bool> shareByLog(SqliteDatabase& database);

/// Readers and a writer wait for each other, up to ten seconds. Works on every disk, and each
/// commit outlives a power cut. Error: WriteFailed, also while a program on another machine uses
/// the file otherwise.
[[nodiscard]] Result<void> shareByLocks(SqliteDatabase& database);

/// SqliteDatabase::inTransaction whose commit outlives a power cut, with the log as well.
[[nodiscard]] Result<void> inSafeTransaction(SqliteDatabase& database,
                                             const std::function<Result<void>()>& work);

} // namespace ccad
