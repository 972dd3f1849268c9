// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sqlite/sqlite_database.h"

#include <span>

namespace ccad {

/// A step from one version of a schema to the next.
using Migration = Result<void> (*)(SqliteDatabase& database);

/// Takes the file to the last version in one transaction: either all of its steps or none. Element
/// i leads from version i to i + 1; an empty file has version 0, so that a new one takes the same
/// way as an old one. A file of the last version stays as it is. Errors: Unsupported when it is of
/// a later version, those of the steps.
[[nodiscard]] Result<void> migrate(SqliteDatabase& database, std::span<const Migration> steps);

/// Error: FileBroken when the file says that it is something else.
[[nodiscard]] Result<void> checkApplicationId(SqliteDatabase& database, qint64 id);

/// Error: FileBroken when tables, indices, views and triggers are not exactly what the steps up to
/// the file's own version make; Unsupported when it is of a later version.
[[nodiscard]] Result<void> checkSchema(SqliteDatabase& database, std::span<const Migration> steps);

/// SQLite's quick_check: reads the whole file once. Errors: FileBroken when pages, rows and lists
/// of free pages contradict each other; FileUnreadable when the disk fails, which says nothing of
/// the file.
[[nodiscard]] Result<void> checkPages(SqliteDatabase& database);

} // namespace ccad
