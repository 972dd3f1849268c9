// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/interval.h"

namespace ccad {

/// The share successes / trials with its 95 % score interval (Wilson 1927), which stays within 0..1
/// and says something of 0 and of all successes too. NaN when there is no trial.
[[nodiscard]] Interval wilsonInterval(int successes, int trials);

} // namespace ccad
