// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

enum class Theme;

/// The application's style sheet: shapes and spacing that a palette cannot say. The theme gives the
/// colours, so that style sheet and palette never disagree.
[[nodiscard]] QString styleSheetOf(Theme theme);

} // namespace ccad
