// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad::cli {

/// `model threshold DIR`: sets the model's threshold to a value, or to the threshold for a
/// sensitivity. Exactly one of the two texts is not empty. Returns the exit status; shows `usage`
/// when the texts make no sense.
[[nodiscard]] int setThreshold(const QString& folder, const QString& sensitivity,
                               const QString& value, const QString& usage);

} // namespace ccad::cli
