// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// A number as sentences have it, with so many digits that tell something and without an exponent:
/// "1000" and "0.00002", where QString::number() writes "1e+03" and "2e-05". Numbers of more than
/// 15 places keep their exponent, since nobody could read them otherwise.
[[nodiscard]] QString plainNumber(double number, int digits = 6);

} // namespace ccad
