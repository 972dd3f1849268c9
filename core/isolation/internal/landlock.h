// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::isolation {

/// Gives up every right that this kernel's Landlock knows, for this thread and what it starts:
/// files, folders, TCP ports, signals and abstract sockets of others. Descriptors that are open
/// stay open. The ABI, or 0 where there is none. Needs PR_SET_NO_NEW_PRIVS.
[[nodiscard]] int giveUpLandlockRights();

} // namespace ccad::isolation
