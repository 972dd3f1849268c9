// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::isolation {

/// Leaves all threads of this process the system calls that decoding needs, for good; another one
/// ends the process with SIGSYS. True when the filter is on and was seen to refuse something. Needs
/// PR_SET_NO_NEW_PRIVS.
[[nodiscard]] bool keepDecodersCallsOnly(int socket);

/// The same for a fork that answers in the descriptor `memory`.
[[nodiscard]] bool keepForksCallsOnly(int socket, int memory);

/// The same for a process that forks those: their calls, a fork, and what a fork needs to arrange
/// its descriptors, to map `memory` and to keep fewer calls itself.
[[nodiscard]] bool keepTemplatesCallsOnly(int socket, int memory);

} // namespace ccad::isolation
