// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/folder_kind.h"

namespace ccad {

/// Fills a new folder beside `path` by calling fill(temporaryFolder), stores it safely on the disk
/// and moves it into place in one step. An existing folder is touched only if it is of this kind,
/// may be replaced, and fill succeeded; it then lies in replacedFolderOf(path) until the next
/// success. Leftovers of killed programs are removed. Errors: those of checkFolderTarget,
/// WriteFailed, or fill's own.
[[nodiscard]] Result<void>
writeFolderAtomically(const QString& path, const FolderKind& kind, Existing existing,
                      const std::function<Result<void>(const QString&)>& fill);

/// Where a file system cannot exchange names, a program that was killed while it replaced a folder
/// may have left nothing at `path`, but the replaced folder and the one in which the new one waits:
/// puts the replaced folder back. True when it did so.
bool putBackReplacedFolder(const QString& path);

} // namespace ccad
