// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"
#include "core/isolation/internal/wire.h"

#include <vector>

#include <sys/types.h>

/// Processes that talk to the program over socketFd.
namespace ccad::isolation {

struct Packet
{
    ssize_t bytes = -1; ///< what arrived; -1: nothing ever will
    std::vector<OwnedFd> files; ///< that came with it
};

/// Waits for a packet.
[[nodiscard]] Packet receivePacket(void* room, std::size_t bytes);
[[nodiscard]] bool sendPacket(const void* packet, std::size_t bytes);

/// Ends with the program, even while it decodes; false when that has ended already.
[[nodiscard]] bool endWithParent(qint64 parentPid);

/// As fork(), but the child is one of the program that started us, which can wait for it and see
/// how it ended. Only for processes without threads, whose locks a fork would have to wait for.
[[nodiscard]] pid_t forkForParent();
/// In a child that was forked for a job: leaves open what came with it, at the places of
/// service_wire.h, and nothing else.
[[nodiscard]] bool arrange(const std::vector<OwnedFd>& files);

} // namespace ccad::isolation
