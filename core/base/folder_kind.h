// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"

#include <QStringList>

#include <functional>

namespace ccad {

/// Describes a kind of folder that CCAD writes as a whole, so that it can tell its own folders from
/// those of others.
struct FolderKind
{
    QString name; ///< "model package", without an article
    QStringList files; ///< relative names of all files that one may hold: "evaluation/roc.csv"
    /// Further checks of the content; may be empty.
    std::function<Result<void>(const QString& folder)> check = {};
};

/// Is the folder of this kind, or empty? Every entry has to be a known one, and a link is not.
/// Errors: FileNotFound; WriteFailed naming what does not belong there or cannot be looked at.
[[nodiscard]] Result<void> checkIsOfKind(const QString& folder, const FolderKind& kind);

/// May a folder of this kind be written to the path? Yes if nothing or an empty folder is there; a
/// folder of this kind only if it may be replaced. Errors: WriteFailed (a link, a file, another
/// folder, one that belongs to somebody else's work, one that cannot be looked at), AlreadyExists.
[[nodiscard]] Result<void> checkFolderTarget(const QString& path, const FolderKind& kind,
                                             Existing existing);

/// Where a replaced folder lies until the next success: "<path>.old".
[[nodiscard]] QString replacedFolderOf(const QString& path);

} // namespace ccad
