// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFile>

namespace ccad {

/// Opens the file for reading. Errors: FileNotFound, FileUnreadable. Anything but a regular file (a
/// folder, a FIFO, a device) is FileUnreadable and never opened.
[[nodiscard]] Result<void> openRegularFile(QFile& file);

/// FileUnreadable with the file's own reason.
[[nodiscard]] Error unreadable(const QFile& file);

} // namespace ccad
