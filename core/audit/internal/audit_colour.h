// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit.h"

namespace ccad {

/// Fills in summary and reasons from everything else in the report.
void judge(AuditReport& report);

} // namespace ccad
