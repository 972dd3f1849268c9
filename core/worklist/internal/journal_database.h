// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sqlite/sqlite_database.h"

namespace ccad {

using JournalDatabase = SqliteDatabase;
using JournalRow = SqliteRow;

[[nodiscard]] const SqliteWords& journalWords();

/// Errors: those of SqliteDatabase::open.
[[nodiscard]] Result<std::unique_ptr<JournalDatabase>> openJournalDatabase(const QString& path);

} // namespace ccad
