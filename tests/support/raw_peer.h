// SPDX-License-Identifier: GPL-3.0-or-later
// Peers that say whatever a test wants, byte by byte.
#pragma once

#include <QByteArray>

#include <functional>
#include <thread>

namespace ccad::test {

/// A port of loopback that was free a moment ago.
[[nodiscard]] quint16 freePort();

/// A caller. Functions wait with the patience of tests.
class RawCaller
{
public:
    explicit RawCaller(quint16 port);
    ~RawCaller();
    RawCaller(const RawCaller&) = delete;
    RawCaller& operator=(const RawCaller&) = delete;

    [[nodiscard]] bool isConnected() const { return m_socket >= 0; }
    /// False when the other side went away.
    bool send(const QByteArray& bytes) const;
    /// Everything until the other side closes.
    [[nodiscard]] QByteArray receiveAll() const;
    /// Exactly so many bytes, or fewer at the end.
    [[nodiscard]] QByteArray receive(qsizetype bytes) const;
    /// One whole unit of the upper layer, or what came of it.
    [[nodiscard]] QByteArray receiveUnit() const;

private:
    friend class RawListener;
    struct Adopt
    {
        int socket;
    };
    explicit RawCaller(Adopt adopted) : m_socket(adopted.socket) { }

    int m_socket = -1;
};

/// Whom others call: `serve` runs on a thread for the first caller who comes.
class RawListener
{
public:
    explicit RawListener(std::function<void(const RawCaller& caller)> serve);
    ~RawListener(); ///< waits for `serve`, or gives up where nobody came
    RawListener(const RawListener&) = delete;
    RawListener& operator=(const RawListener&) = delete;

    [[nodiscard]] quint16 port() const { return m_port; }

private:
    int m_socket = -1;
    quint16 m_port = 0;
    std::thread m_thread;
};

} // namespace ccad::test
