// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sqlite/sqlite_schema.h"
#include "core/worklist/internal/journal_database.h"

#include <span>

namespace ccad {

/// "CCAD" in the header of the file, which tells a journal from other SQLite files.
constexpr qint64 journalApplicationId = 0x43434144;

/// The steps to the last version, see migrate().
[[nodiscard]] std::span<const Migration> journalMigrations();

/// Error: FileBroken when the file is no journal.
[[nodiscard]] Result<void> checkIsJournal(JournalDatabase& database);

} // namespace ccad
