// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/command_table.h"

namespace ccad {

/// The part of the table with the commands that show or change a picture.
[[nodiscard]] QList<CommandRow> pictureCommandRows();

} // namespace ccad
