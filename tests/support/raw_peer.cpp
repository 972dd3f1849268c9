// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_peer.h"

#include "tests/support/patience.h"

#include <QtEndian>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ccad::test {
namespace {

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A socket that is bound to loopback; its port.
quint16 bindTo(int socket)
{
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0
        || getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return 0;
    return ntohs(address.sin_port);
}

void bePatient(int socket)
{
    const timeval patience = {patienceMs / 1000, 0};
    (void)setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

} // namespace

quint16 freePort()
{
    const int made = socket(AF_INET, SOCK_STREAM, 0);
    const quint16 port = bindTo(made);
    close(made);
    return port;
}

RawCaller::RawCaller(quint16 port) : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    bePatient(m_socket);
    const sockaddr_in address = loopback(port);
    if (connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(m_socket);
        m_socket = -1;
    }
}

RawCaller::~RawCaller()
{
    if (m_socket >= 0)
        close(m_socket);
}

bool RawCaller::send(const QByteArray& bytes) const
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t now = ::send(m_socket, bytes.constData() + sent,
                                   static_cast<std::size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (now <= 0)
            return false;
        sent += now;
    }
    return true;
}

QByteArray RawCaller::receive(qsizetype bytes) const
{
    QByteArray received;
    char piece[4096];
    while (received.size() < bytes) {
        const auto most
            = static_cast<std::size_t>(std::min<qsizetype>(bytes - received.size(), sizeof piece));
        const ssize_t now = recv(m_socket, piece, most, 0);
        if (now <= 0)
            break;
        received.append(piece, now);
    }
    return received;
}

QByteArray RawCaller::receiveAll() const
{
    return receive(64 << 20);
}

QByteArray RawCaller::receiveUnit() const
{
    QByteArray unit = receive(6);
    if (unit.size() == 6)
        unit += receive(qFromBigEndian<quint32>(unit.constData() + 2));
    return unit;
}

RawListener::RawListener(std::function<void(const RawCaller& caller)> serve)
    : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), m_port(bindTo(m_socket))
{
    listen(m_socket, 8);
    m_thread = std::thread([this, serve = std::move(serve)] {
        const int socket = accept(m_socket, nullptr, nullptr);
        if (socket < 0)
            return;
        bePatient(socket);
        serve(RawCaller(RawCaller::Adopt{socket}));
    });
}

RawListener::~RawListener()
{
    shutdown(m_socket, SHUT_RDWR);
    m_thread.join();
    close(m_socket);
}

} // namespace ccad::test
