// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

class Settings;

/// Puts the file before the others that were opened last; not one that is gone when the program
/// ends.
void rememberFile(Settings& settings, const QString& path);

} // namespace ccad
