// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"

#include <QStringList>

#include <functional>

namespace ccad {

/// What is known of a kind of folder that CCAD writes as a whole, by which its own are told from
/// those of others.
struct FolderKind
{
    QString name; ///< "model package", without an article
    QStringList files; ///< relative names of all that one may hold: "evaluation/roc.csv"
    /// Further checks, of the content; may be empty.
    std::function<Result<void>(const QString& folder)> check = {};
};

/// Is the folder one of that kind, or empty? Every entry has to be a known one, a link is none.
/// Error: WriteFailed naming what does not belong there.
[[nodiscard]] Result<void> checkIsOfKind(const QString& folder, const FolderKind& kind);

/// May a folder of that kind be written there? Yes where nothing or an empty folder is; one of the
/// kind that is there already only when it may be replaced. Errors: WriteFailed (a link, a file,
/// another folder, one that belongs to somebody else's work), AlreadyExists.
[[nodiscard]] Result<void> checkFolderTarget(const QString& path, const FolderKind& kind,
                                             Existing existing);

/// Where what was replaced lies until the next success: "<path>.old".
[[nodiscard]] QString replacedFolderOf(const QString& path);

} // namespace ccad
