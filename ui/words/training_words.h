// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QString>

namespace ccad {

/// "2 h 5 min", "4 min 10 s", "8 s".
[[nodiscard]] QString durationText(double seconds);

/// "Fine-tuning, epoch 3 of 31"
[[nodiscard]] QString stepText(const TrainingProgress& progress);

/// "Fine-tuning, epoch 3 of 31, 41 images/s, 4 min 10 s left"
[[nodiscard]] QString progressText(const TrainingProgress& progress);

/// A sentence on an epoch that is done.
[[nodiscard]] QString epochText(const EpochReport& epoch);

} // namespace ccad
