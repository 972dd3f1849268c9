// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity/severity_model.h"

#include <QString>

#include <vector>

namespace ccad {

/// A sentence on the estimates, their intervals and what they are not; empty without estimates.
[[nodiscard]] QString severityWords(const std::vector<SeverityEstimate>& estimates);

} // namespace ccad
