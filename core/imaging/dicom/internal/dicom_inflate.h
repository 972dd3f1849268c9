// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

namespace ccad::imaging {

/// Inflates a raw deflate stream (PS3.5 A.5). Errors: FileBroken, TooLarge (a small file must not
/// fill the memory), TimedOut, Cancelled.
[[nodiscard]] Result<QByteArray> inflateDataset(const QByteArray& content, qint64 offset,
                                                const ReadGuard& guard);

} // namespace ccad::imaging
