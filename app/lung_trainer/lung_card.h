// SPDX-License-Identifier: GPL-3.0-or-later
// The model card of a lung package: how it came about.
#pragma once

#include "app/lung_trainer/lung_training.h"

namespace ccad {

[[nodiscard]] QJsonObject lungProvenance(const LungTrainingRequest& request,
                                         const LungTrainingOutcome& outcome);

/// The card in Markdown.
[[nodiscard]] QString lungCard(const LungTrainingRequest& request,
                               const LungTrainingOutcome& outcome);

} // namespace ccad
