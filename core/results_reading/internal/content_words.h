// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/structured_report.h"

namespace ccad::results {

/// "has observation context", of "HAS OBS CONTEXT".
[[nodiscard]] QString relationWords(const QString& relation);
/// "2026-11-23", of "20261123"; other text as it is.
[[nodiscard]] QString dateWords(const QString& date);
/// "14:05:00", of "140500.123".
[[nodiscard]] QString timeWords(const QString& time);
/// "2026-11-23 14:05:00", of "20261123140500".
[[nodiscard]] QString dateTimeWords(const QString& dateTime);
/// "Jürgen Müller", of "Müller^Jürgen".
[[nodiscard]] QString nameWords(const QString& personName);
/// "87.25 %", by the unit's code.
[[nodiscard]] QString numberWords(const QString& number, const Code& unit);
/// "closed line of 12 points"
[[nodiscard]] QString regionWords(const ReportedRegion& region);
/// "digital radiograph 1.2.3, frames 1, 2"
[[nodiscard]] QString referenceWords(const ObjectReference& reference);

} // namespace ccad::results
