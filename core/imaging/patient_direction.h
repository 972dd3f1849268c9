// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// "L" <-> "R", "A" <-> "P", "H" <-> "F", letter by letter, as Patient Orientation (0020,0020) has
/// them (PS3.3 C.7.6.1.1.1); empty when there is any other letter.
[[nodiscard]] QString oppositeDirection(const QString& direction);

} // namespace ccad
