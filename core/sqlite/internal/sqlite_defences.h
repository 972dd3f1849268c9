// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace ccad {

/// Makes a connection believe nothing that its file says of itself: no views and no triggers run, no
/// function or virtual table is reached from the schema, the schema and the pages cannot be written
/// past SQLite, and a value, a statement and their parts stay within what CCAD's own files need.
/// False when this library is not the one that opened the connection, which then stays as it is.
[[nodiscard]] bool defend(sqlite3* connection);

} // namespace ccad
