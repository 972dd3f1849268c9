// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

#include <QString>

namespace ccad {

/// "0.931"; a dash where there is no figure (NaN).
[[nodiscard]] QString figureText(double value);

/// "0.902 to 0.960", or empty where an end is not known.
[[nodiscard]] QString rangeText(double low, double high);

/// "0.931 (0.902 to 0.960)".
[[nodiscard]] QString intervalText(const Interval& interval);

/// A number for a CSV file: as many digits as bring it back exactly, empty for NaN, "inf" for
/// infinity.
[[nodiscard]] QString csvNumber(double value);

} // namespace ccad
