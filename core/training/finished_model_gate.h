// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/finished_model.h"

namespace ccad {

/// Passes of the network that fitting and trying a gate takes, about.
[[nodiscard]] std::int64_t gatePasses(const PatientSplit& split);

/// Where the request asks for a gate: fits one for the evaluated model in outcome.package, tries it
/// on images of the test side and on made-up pictures, and tells of it in outcome.gateText; also
/// where there are too few images for one. Errors: Cancelled, those of Classifier::predict,
/// Internal.
[[nodiscard]] Result<void> fitGateOf(const FinishedModel& model, TrainingOutcome& outcome);

} // namespace ccad
