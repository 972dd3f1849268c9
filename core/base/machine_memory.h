// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace ccad {

/// Bytes of memory that this process may have: those of the machine, of its control group, or of
/// its own limit on address space, whichever are fewest. At least 1 MiB.
[[nodiscard]] qint64 machineMemory();

} // namespace ccad
