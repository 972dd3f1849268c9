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
/// what had that name before goes into `scratch`. Error: WriteFailed; with everything where it was,
/// or, where that failed, too, with `isTakenBack` set to false: then `scratch` may hold what is
/// nowhere else.
[[nodiscard]] Result<void> swapFolders(const OpenFolder& scratch, const QByteArray& fresh,
                                       const OpenFolder& above, const QByteArray& name, Swap how,
                                       bool& isTakenBack);

} // namespace ccad
