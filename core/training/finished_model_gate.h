// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/finished_model.h"

namespace ccad {

/// About how many passes of the network fitting and trying a gate takes.
[[nodiscard]] std::int64_t gatePasses(const PatientSplit& split);

/// If the request asks for a gate: fits one for the evaluated model in outcome.package, tries it on
/// images of the test side and on made-up pictures, and describes it in outcome.gateText; also when
/// there are too few images for one. Errors: Cancelled, those of Classifier::predict, Internal.
[[nodiscard]] Result<void> fitGateOf(const FinishedModel& model, TrainingOutcome& outcome);

} // namespace ccad
