// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sqlite/sqlite_database.h"

namespace ccad::ai_node {

/// The file of a FilmQueue, made when there is none, of the last schema, whole. Errors: those of
/// FilmQueue::open.
[[nodiscard]] Result<std::unique_ptr<SqliteDatabase>> openQueue(const QString& path);

} // namespace ccad::ai_node
