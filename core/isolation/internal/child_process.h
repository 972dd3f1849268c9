// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/owned_fd.h"
#include "core/base/result.h"

#include <memory>
#include <optional>
#include <span>

#include <sys/types.h>

namespace ccad::isolation {

/// The outcome of waiting for a packet.
enum class Heard
{
    Packet,
    WrongSize,
    Closed, ///< the child ended or hung up
    TimedOut,
    Cancelled
};

/// A running program with our end of a socket to it. It gets that socket and the memory as the
/// descriptors of wire.h and nothing else: no terminal, no open file, no signal of ours.
class ChildProcess
{
public:
    /// Without a memory (-1), its descriptor is that of /dev/null. Error: Internal, the system's
    /// reason as a clause.
    [[nodiscard]] static Result<std::unique_ptr<ChildProcess>> start(const QString& program,
                                                                     int memory);
    /// A child of ours that another process has forked for us, with our end of a socket to it.
    [[nodiscard]] static std::unique_ptr<ChildProcess> adopt(pid_t pid, OwnedFd socket);
    ~ChildProcess(); ///< kills and reaps it
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    [[nodiscard]] pid_t pid() const { return m_pid; }

    /// One packet, at once or not at all; with a descriptor, if one is given, that the child gets a
    /// copy of.
    [[nodiscard]] bool send(const void* packet, std::size_t bytes, int descriptor = -1) const;
    /// With several descriptors, at most mostDescriptors.
    [[nodiscard]] bool send(const void* packet, std::size_t bytes,
                            std::span<const int> descriptors) const;
    static constexpr std::size_t mostDescriptors = 4;
    /// Waits for one packet of exactly that size and is woken by it at once.
    [[nodiscard]] Heard receive(void* packet, std::size_t bytes, int timeoutMs,
                                const CancelToken& cancel) const;
    /// False when it has ended, hung up or said something that nobody asked for.
    [[nodiscard]] bool isQuiet() const;

    /// How the child ended, as waitpid() tells; nothing when it had not ended within that time.
    [[nodiscard]] std::optional<int> waitForEnd(int timeoutMs);
    /// Kills it and waits for nothing.
    void letGo();
    /// Reaps those that were let go and have ended; a new child does so, too.
    static void reapThoseLetGo();

private:
    ChildProcess(pid_t pid, OwnedFd socket);

    pid_t m_pid;
    OwnedFd m_socket;
    OwnedFd m_end; ///< readable when the process has ended
};

} // namespace ccad::isolation
