// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad::cli {

/// `model threshold DIR`: makes the threshold for a sensitivity, or a value, that of the model.
/// Exactly one of the two texts is not empty. Returns the exit status; `usage` is shown where they
/// make no sense.
[[nodiscard]] int setThreshold(const QString& folder, const QString& sensitivity,
                               const QString& value, const QString& usage);

} // namespace ccad::cli
