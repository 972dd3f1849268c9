// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit.h"

namespace ccad {

/// Of images given as {source, class}.
[[nodiscard]] CrossTable crossTable(const std::vector<std::pair<QString, QString>>& images);

} // namespace ccad
