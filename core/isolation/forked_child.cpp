// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/forked_child.h"

#include "core/isolation/internal/service_wire.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

namespace ccad::isolation {

Packet receivePacket(void* room, std::size_t bytes)
{
    constexpr std::size_t most = 4;
    iovec content{room, bytes};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(most * sizeof(int))> extra{};
    msghdr message{};
    message.msg_iov = &content;
    message.msg_iovlen = 1;
    message.msg_control = extra.data();
    message.msg_controllen = extra.size();
    ssize_t got = -1;
    do {
        got = recvmsg(socketFd, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    Packet packet{got, {}};
    const cmsghdr* head = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (!head || head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
        return packet;
    std::array<int, most> files{};
    const std::size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    std::memcpy(files.data(), CMSG_DATA(head), count * sizeof(int));
    for (std::size_t i = 0; i < count; ++i)
        packet.files.emplace_back(files[i]);
    return packet;
}

bool sendPacket(const void* packet, std::size_t bytes)
{
    ssize_t sent = -1;
    do {
        sent = send(socketFd, packet, bytes, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(bytes);
}

bool endWithParent(qint64 parentPid)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have gone before the kernel knew what to do then.
    return getppid() == static_cast<pid_t>(parentPid);
}

bool arrange(const std::vector<OwnedFd>& files)
{
    constexpr std::array places{jobFileFd, socketFd, memoryFd};
    std::array<int, places.size()> aside{};
    for (std::size_t i = 0; i < places.size(); ++i) {
        constexpr int above = 16;
        aside[i] = fcntl(files[i].get(), F_DUPFD_CLOEXEC, above);
        if (aside[i] < 0)
            return false;
    }
    for (std::size_t i = 0; i < places.size(); ++i)
        if (dup2(aside[i], places[i]) < 0)
            return false;
    return syscall(SYS_close_range, jobFileFd + 1, ~0U, 0) == 0;
}

pid_t forkForParent()
{
    return static_cast<pid_t>(
        syscall(SYS_clone, CLONE_PARENT | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

} // namespace ccad::isolation
