// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <span>

namespace ccad {

/// The class that means nothing was found: the other one of two; among more, the one called
/// "normal", "negative", "healthy" or "no finding". -1 when there is none.
[[nodiscard]] int negativeClass(const QStringList& classes, int positiveClass);

/// How soon somebody should look, 0..1. Positive findings lie at 0.5 and above, all others below;
/// within both, a rising probability that anything at all is abnormal (1 - p of the negative class,
/// or p of the positive class where no class is negative) makes it rise.
[[nodiscard]] double urgencyOf(std::span<const float> probabilities, bool positive,
                               int positiveClass, int negativeClass);

} // namespace ccad
