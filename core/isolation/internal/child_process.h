// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/owned_fd.h"
#include "core/base/result.h"

#include <memory>
#include <optional>

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
    /// Error: Internal, the system's reason as a clause.
    [[nodiscard]] static Result<std::unique_ptr<ChildProcess>> start(const QString& program,
                                                                     int memory);
    ~ChildProcess(); ///< kills and reaps it
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    [[nodiscard]] pid_t pid() const { return m_pid; }

    /// One packet, at once or not at all; with a descriptor, if one is given, that the child gets a
    /// copy of.
    [[nodiscard]] bool send(const void* packet, std::size_t bytes, int descriptor = -1) const;
    /// Waits for one packet of exactly that size and is woken by it at once.
    [[nodiscard]] Heard receive(void* packet, std::size_t bytes, int timeoutMs,
                                const CancelToken& cancel) const;
    /// False when it has ended, hung up or said something that nobody asked for.
    [[nodiscard]] bool isQuiet() const;

    /// How the child ended, as waitpid() tells; nothing when it had not ended within that time.
    [[nodiscard]] std::optional<int> waitForEnd(int timeoutMs);

private:
    ChildProcess(pid_t pid, OwnedFd socket);

    pid_t m_pid;
    OwnedFd m_socket;
    OwnedFd m_end; ///< readable when the process has ended
};

} // namespace ccad::isolation
