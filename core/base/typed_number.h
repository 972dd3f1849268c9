// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace ccad {

/// A number as somebody types it, whatever the locale: with a point or a comma before the decimals,
/// "0.5" or "0,5", and with spaces or apostrophes between groups of three digits, "2 048". Nothing
/// for all else: both signs in one number may mean two things, and two numbers are none. Numbers in
/// files are no matter for this: there a point is a point.
[[nodiscard]] std::optional<double> typedNumber(const QString& text);

} // namespace ccad
