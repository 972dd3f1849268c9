// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// Remembers the name under which people know a file out of an archive ("day.zip/CT/0001.dcm"),
/// since its own name on disk is a number. Lasts until the program ends. Any thread.
void rememberShownPath(const QString& path, const QString& shown);

/// The remembered name of a file, or its own path if there is none.
[[nodiscard]] QString shownPathOf(const QString& path);

} // namespace ccad
