// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/worklist/internal/journal_database.h"

#include <span>

namespace ccad {

/// "CCAD" in the header of the file, by which a journal is told from other SQLite files.
constexpr qint64 journalApplicationId = 0x43434144;

/// Leads from one version of the schema to the next.
using Migration = Result<void> (*)(JournalDatabase& database);

/// Element i leads from version i to i + 1; an empty file has version 0, so that a new journal
/// takes the same way as an old one.
[[nodiscard]] std::span<const Migration> journalMigrations();

/// Takes the file to the last version in one transaction: either all of its steps or none. Nothing
/// happens when it is there. Errors: Unsupported when it is of a later version, those of the steps.
[[nodiscard]] Result<void> migrate(JournalDatabase& database, std::span<const Migration> steps);

/// Error: FileBroken when the file is no journal.
[[nodiscard]] Result<void> checkIsJournal(JournalDatabase& database);

} // namespace ccad
