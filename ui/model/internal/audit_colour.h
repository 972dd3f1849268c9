// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"

namespace ccad {

class SentenceList;

/// Shows what a shortcut audit said of a model, its colour told by icon and word; also for a model
/// that nobody audited.
void showAuditColour(SentenceList& list, const AuditSummary& audit);

} // namespace ccad
