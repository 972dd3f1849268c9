// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_lock.h"

namespace ccad {

/// claimFile in the words of a training.
[[nodiscard]] Result<std::unique_ptr<QLockFile>> claimForTraining(const QString& path);

} // namespace ccad
