// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/intake/natural_order.h"

#include <QString>
#include <QStringList>

namespace ccad {

/// The regular files among `paths` and in the folders among them, subfolders included, each folder
/// in order of name; only hidden files are left out because of their names. A ZIP archive,
/// recognised by its content, stands for the files within it, which are unpacked into a temporary
/// folder of this program; a DICOMDIR stands for the files that it lists. Returns at most `maximum`
/// files. May take long on a slow disk: belongs on a worker thread. Errors: FileNotFound,
/// FileUnreadable when none of the paths can be used; Cancelled; errors of takeIn, and its entries'
/// problems when nothing else is left.
[[nodiscard]] Result<QStringList> studyFiles(const QStringList& paths, const CancelToken& cancel,
                                             int maximum = 10000);

/// True when the file comes from an archive and will be gone when the program ends.
[[nodiscard]] bool isUnpacked(const QString& path);

} // namespace ccad
