// SPDX-License-Identifier: GPL-3.0-or-later
// Checks and facts of a request before it is run.
#pragma once

#include "core/training/trainer.h"

namespace ccad {

/// Error: InvalidArgument saying what makes no sense.
[[nodiscard]] Result<void> checkRequest(const TrainingRequest& request);

/// The manifest of the model to come, as far as it is known before the training.
[[nodiscard]] ModelManifest manifestOf(const TrainingRequest& request);

/// A digest of all that determines the training's result. What an interrupted training left is used
/// only for the same digest.
[[nodiscard]] QString requestFingerprint(const TrainingRequest& request);

} // namespace ccad
