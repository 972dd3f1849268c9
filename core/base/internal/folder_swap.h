// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/base.
#pragma once

#include "core/base/open_folder.h"

namespace ccad {

/// How one folder takes the place of another.
enum class Swap
{
    AtOnce, ///< by one call of the system; where the file system has none, in two steps
    InTwoSteps, ///< the old one moves away first; killed between them, only "<name>.old" is there
};

/// Moves `fresh`, a folder in `scratch`, to `name` in `above`. What is there goes to "<name>.old";
/// what had that name before goes into `scratch`. Error: WriteFailed, with everything where it was.
[[nodiscard]] Result<void> swapFolders(const OpenFolder& scratch, const QByteArray& fresh,
                                       const OpenFolder& above, const QByteArray& name, Swap how);

} // namespace ccad
