// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/training.
#pragma once

#include "core/base/result.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace ccad {

/// Claims a file for one writer until the lock is destroyed, by "<path>.lock" beside it. A lock
/// left by a process that was killed is taken over. Error: WriteFailed naming the other process, or
/// saying that the folder cannot be written to.
[[nodiscard]] Result<std::unique_ptr<QLockFile>> claimFile(const QString& path);

} // namespace ccad
