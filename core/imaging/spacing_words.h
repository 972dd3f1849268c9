// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

namespace ccad {

/// "detector", "patient-by-factor" and the like: what a spacing is, in files. It never changes.
[[nodiscard]] QString spacingSourceName(SpacingSource source);

/// Where lengths by that spacing hold, for a place with room for few words: "at the detector".
[[nodiscard]] QString whereLengthsHold(SpacingSource source);

} // namespace ccad
