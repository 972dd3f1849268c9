// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// Remembers how people know a file out of an archive, whose own name is a number:
/// "day.zip/CT/0001.dcm". Until the program ends. Any thread.
void rememberShownPath(const QString& path, const QString& shown);

/// What was remembered of a file; of any other its own path.
[[nodiscard]] QString shownPathOf(const QString& path);

} // namespace ccad
