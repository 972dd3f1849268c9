// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// True when `a` comes before `b`: image2 before image10, whatever the locale.
[[nodiscard]] bool comesBefore(const QString& a, const QString& b);

} // namespace ccad
