// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QString>
#include <QStringList>

namespace ccad {

/// The regular files among `paths` and in the folders among them, subfolders included, each folder
/// in order of name; nothing is left out because of its name. At most `maximum`. May take long on a
/// slow disk: belongs on a worker thread. Errors: FileNotFound, FileUnreadable when none of the
/// paths can be used; Cancelled.
[[nodiscard]] Result<QStringList> studyFiles(const QStringList& paths, const CancelToken& cancel,
                                             int maximum = 10000);

/// image2 before image10, whatever the locale.
[[nodiscard]] bool comesBefore(const QString& a, const QString& b);

} // namespace ccad
