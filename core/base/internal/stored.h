// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/base.
#pragma once

#include "core/base/result.h"

namespace ccad {

/// Syncs an open file or folder. File systems that cannot sync say so; only an error that means
/// lost data is a failure, with errno.
[[nodiscard]] bool isStored(int descriptor);

/// The error for errno after such a failure.
[[nodiscard]] Error notStored(const QString& path);

/// Moves a name to a free one. Nothing that took the name meanwhile is replaced, but on file
/// systems that have neither such a move nor links. False, with errno (EEXIST: it is taken).
[[nodiscard]] bool renameToFree(int fromFolder, const char* from, int toFolder, const char* to);

} // namespace ccad
