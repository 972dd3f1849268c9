// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/owned_fd.h"
#include "core/base/result.h"

#include <QString>

namespace ccad::dimse {

/// A connected socket that never blocks, and who is at its other end.
struct Connection
{
    OwnedFd socket;
    QString address; ///< numeric
};

/// How far a connection may go.
enum class Reach
{
    ThisMachine, ///< nothing is sent to an address of another one, not even a greeting
    Anywhere
};

/// Tries the addresses of the host one after another; the look-up of its name cannot be cancelled.
/// Errors: NetworkFailed, TimedOut, Cancelled, Refused (out of reach).
[[nodiscard]] Result<Connection> connectTo(const QString& host, quint16 port, Reach reach,
                                           int timeoutMs, const CancelToken& cancel);

/// The first address of a host, numeric. Error: NetworkFailed.
[[nodiscard]] Result<QString> addressOf(const QString& host);

struct Listener
{
    OwnedFd socket;
    quint16 port = 0; ///< as chosen by the system where 0 was asked for
};
/// `address` is numeric. Error: NetworkFailed.
[[nodiscard]] Result<Listener> listenAt(const QString& address, quint16 port);
/// The next caller; nothing when none came within `timeoutMs`. Error: NetworkFailed.
[[nodiscard]] Result<Connection> acceptFrom(const Listener& listener, int timeoutMs);

enum class WaitFor
{
    Reading,
    Writing
};
/// Waits a short while at a time, so that a cancel is seen. True when the socket is ready, false
/// when the time is over. Errors: Cancelled, NetworkFailed.
[[nodiscard]] Result<bool> waitFor(int socket, WaitFor what, int timeoutMs,
                                   const CancelToken& cancel);

/// This machine? By the address itself, not by a name.
[[nodiscard]] bool isLoopbackAddress(const QString& numeric);
/// Is it an address, and no name that would have to be looked up?
[[nodiscard]] bool isNumericAddress(const QString& text);

[[nodiscard]] Error networkError(const QString& what, int errorNumber);

} // namespace ccad::dimse
