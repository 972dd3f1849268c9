// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit.h"

namespace ccad {

/// The table of images given as {source, class}.
[[nodiscard]] CrossTable crossTable(const std::vector<std::pair<QString, QString>>& images);

} // namespace ccad
