// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/folder_kind.h"

namespace ccad {

/// Fills a new folder beside `path` by calling fill(temporaryFolder), stores it safely on the disk
/// and moves it into place at once. A folder that is there already is touched only when it is of
/// that kind, may be replaced, and fill succeeded; then it lies in replacedFolderOf(path), until
/// the next success. What killed programs left of such work is removed. Errors: those of
/// checkFolderTarget, WriteFailed, or fill's own.
[[nodiscard]] Result<void>
writeFolderAtomically(const QString& path, const FolderKind& kind, Existing existing,
                      const std::function<Result<void>(const QString&)>& fill);

} // namespace ccad
