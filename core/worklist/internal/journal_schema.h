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

/// A journal may come from anybody. Errors: FileBroken when the file is no journal, holds anything
/// but a journal's tables, or is damaged; Unsupported when it is of a later version.
[[nodiscard]] Result<void> checkIsJournal(JournalDatabase& database);

} // namespace ccad
