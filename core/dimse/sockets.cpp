// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/sockets.h"

#include "core/nodes/node.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

constexpr int sliceMs = 50;
constexpr int backlog = 128;

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Result<Addresses> addressesOf(const QString& host, quint16 port, int flags)
{
    addrinfo hints = {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int failed = getaddrinfo(host.toUtf8().constData(), QByteArray::number(port).constData(),
                                   &hints, &found);
    if (failed != 0)
        return Error{ErrorCode::NetworkFailed,
                     u"The host %1 is not known: %2."_s.arg(
                         host, QString::fromLocal8Bit(gai_strerror(failed))),
                     host};
    return Addresses(found, &freeaddrinfo);
}

/// An IPv4 address that was mapped to IPv6 is told as IPv4.
QString numericText(const sockaddr* address)
{
    char text[INET6_ADDRSTRLEN] = {};
    if (address->sa_family == AF_INET)
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text,
                  sizeof text);
    else if (address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text,
                  sizeof text);
    const QString plain = QString::fromLatin1(text);
    return plain.startsWith(u"::ffff:"_s) && plain.contains(u'.') ? plain.mid(7) : plain;
}

void sendAtOnce(int socket)
{
    const int on = 1;
    (void)setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/// Nothing where the connection stands.
std::optional<Error> tryToConnect(int socket, const addrinfo& address, int timeoutMs,
                                  const CancelToken& cancel)
{
    const QString text = numericText(address.ai_addr);
    if (::connect(socket, address.ai_addr, address.ai_addrlen) == 0)
        return {};
    if (errno != EINPROGRESS)
        return networkError(u"Cannot connect to %1"_s.arg(text), errno);
    const auto isReady = waitFor(socket, WaitFor::Writing, timeoutMs, cancel);
    if (!isReady)
        return isReady.error();
    if (!*isReady)
        return Error{ErrorCode::TimedOut, u"%1 does not answer."_s.arg(text), text};
    int failed = 0;
    socklen_t size = sizeof failed;
    (void)getsockopt(socket, SOL_SOCKET, SO_ERROR, &failed, &size);
    if (failed != 0)
        return networkError(u"Cannot connect to %1"_s.arg(text), failed);
    return {};
}

quint16 portOf(int socket)
{
    sockaddr_storage bound = {};
    socklen_t size = sizeof bound;
    if (getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0)
        return 0;
    return bound.ss_family == AF_INET6 ? ntohs(reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port)
                                       : ntohs(reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

} // namespace

bool isLoopbackAddress(const QString& numeric)
{
    return numeric == u"::1"_s || numeric.startsWith(u"127."_s);
}

bool isNumericAddress(const QString& text)
{
    return addressesOf(text, 0, AI_NUMERICHOST).hasValue();
}

Result<QString> addressOf(const QString& host)
{
    const auto addresses = addressesOf(host, 0, 0);
    return addresses ? Result<QString>(numericText((*addresses)->ai_addr)) : addresses.error();
}

Error networkError(const QString& what, int errorNumber)
{
    return {ErrorCode::NetworkFailed, u"%1: %2."_s.arg(what, qt_error_string(errorNumber)), {}};
}

Result<bool> waitFor(int socket, WaitFor what, int timeoutMs, const CancelToken& cancel)
{
    QElapsedTimer clock;
    clock.start();
    for (;;) {
        if (cancel.isCancelled())
            return Error{ErrorCode::Cancelled, u"Cancelled."_s, {}};
        const qint64 left = std::max<qint64>(timeoutMs - clock.elapsed(), 0);
        const short events = what == WaitFor::Reading ? POLLIN : POLLOUT;
        pollfd ready = {socket, events, 0};
        const int number = poll(&ready, 1, static_cast<int>(std::min<qint64>(left, sliceMs)));
        if (number > 0)
            return true;
        if (number < 0 && errno != EINTR)
            return networkError(u"The connection failed"_s, errno);
        if (left == 0)
            return false;
    }
}

Result<Connection> connectTo(const QString& host, quint16 port, Reach reach, int timeoutMs,
                             const CancelToken& cancel)
{
    const auto addresses = addressesOf(host, port, 0);
    if (!addresses)
        return addresses.error();
    std::optional<Error> failure;
    for (const addrinfo* address = addresses->get(); address != nullptr;
         address = address->ai_next) {
        const QString text = numericText(address->ai_addr);
        if (reach == Reach::ThisMachine && !isLoopbackAddress(text)) {
            failure = refusesWithoutTls(host);
            continue;
        }
        OwnedFd socket(::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (!socket.isOpen())
            continue;
        failure = tryToConnect(socket.get(), *address, timeoutMs, cancel);
        if (!failure) {
            sendAtOnce(socket.get());
            return Connection{std::move(socket), text};
        }
        if (failure->code == ErrorCode::Cancelled)
            break;
    }
    return failure.value_or(
        Error{ErrorCode::NetworkFailed, u"The host %1 has no address."_s.arg(host), host});
}

Result<Listener> listenAt(const QString& address, quint16 port)
{
    const auto addresses = addressesOf(address, port, AI_NUMERICHOST | AI_PASSIVE);
    if (!addresses)
        return addresses.error();
    const addrinfo& first = **addresses;
    OwnedFd socket(::socket(first.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (!socket.isOpen() || setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || bind(socket.get(), first.ai_addr, first.ai_addrlen) != 0
        || listen(socket.get(), backlog) != 0)
        return networkError(u"Cannot listen at %1, port %2"_s.arg(address).arg(port), errno);
    const quint16 bound = portOf(socket.get());
    return Listener{std::move(socket), bound};
}

Result<Connection> acceptFrom(const Listener& listener, int timeoutMs)
{
    const auto isReady = waitFor(listener.socket.get(), WaitFor::Reading, timeoutMs, {});
    if (!isReady)
        return isReady.error();
    if (!*isReady)
        return Connection{OwnedFd(), {}};
    sockaddr_storage from = {};
    socklen_t size = sizeof from;
    OwnedFd socket(accept4(listener.socket.get(), reinterpret_cast<sockaddr*>(&from), &size,
                           SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.isOpen() && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
        std::this_thread::sleep_for(std::chrono::milliseconds(sliceMs)); // until one is free
    if (!socket.isOpen())
        return Connection{OwnedFd(), {}}; // gone again, or there was no room
    sendAtOnce(socket.get());
    const QString text = numericText(reinterpret_cast<sockaddr*>(&from));
    return Connection{std::move(socket), text};
}

} // namespace ccad::dimse
