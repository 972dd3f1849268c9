// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity/severity_model.h"

#include <QString>

#include <vector>

namespace ccad {

/// The estimates with their intervals and what they are not, a sentence; empty for none.
[[nodiscard]] QString severityWords(const std::vector<SeverityEstimate>& estimates);

} // namespace ccad
