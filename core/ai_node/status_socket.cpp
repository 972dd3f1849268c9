// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/status_socket.h"

#include "core/base/write_whole.h"

#include <QElapsedTimer>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr char socketName[] = "status.socket";
constexpr qsizetype mostBytes = 4 << 20;
constexpr int answerSeconds = 5;

/// The name of the socket through the open folder: a path may have 107 bytes at most, and a
/// folder's own may be longer.
sockaddr_un addressIn(int folder)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(folder) + '/' + socketName;
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
    return address;
}

OwnedFd openFolder(const QString& folder)
{
    return OwnedFd(open(folder.toUtf8().constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

Error cannotListen(const QString& folder)
{
    return {ErrorCode::WriteFailed,
            u"Cannot listen at %1/%2: %3."_s.arg(folder, QLatin1String(socketName),
                                                 qt_error_string(errno)),
            folder};
}

Error noNode(const QString& folder)
{
    return {ErrorCode::FileNotFound, u"No node runs with the folder %1."_s.arg(folder), folder};
}

} // namespace

StatusSocket::StatusSocket(OwnedFd folder, OwnedFd listener, OwnedFd wakeUp, Answer answer)
    : m_folder(std::move(folder)), m_listener(std::move(listener)), m_wakeUp(std::move(wakeUp)),
      m_answer(std::move(answer)), m_thread([this] { serve(); })
{
}

StatusSocket::~StatusSocket()
{
    const quint64 one = 1;
    (void)!write(m_wakeUp.get(), &one, sizeof one);
    m_thread.join();
    (void)unlinkat(m_folder.get(), socketName, 0);
}

Result<std::unique_ptr<StatusSocket>> StatusSocket::open(const QString& folder, Answer answer)
{
    OwnedFd opened = openFolder(folder);
    if (!opened.isOpen())
        return cannotListen(folder);
    (void)unlinkat(opened.get(), socketName, 0);
    OwnedFd listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    OwnedFd wakeUp(eventfd(0, EFD_CLOEXEC));
    const sockaddr_un address = addressIn(opened.get());
    if (!listener.isOpen() || !wakeUp.isOpen()
        || bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
        || listen(listener.get(), 16) != 0)
        return cannotListen(folder);
    return std::unique_ptr<StatusSocket>(new StatusSocket(std::move(opened), std::move(listener),
                                                          std::move(wakeUp), std::move(answer)));
}

void StatusSocket::serve() const
{
    for (;;) {
        pollfd waits[] = {{m_listener.get(), POLLIN, 0}, {m_wakeUp.get(), POLLIN, 0}};
        if (poll(waits, 2, -1) < 0 && errno != EINTR)
            return;
        if (waits[1].revents != 0)
            return;
        const OwnedFd peer(accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!peer.isOpen())
            continue;
        // Who does not read is not waited for.
        const timeval patience{answerSeconds, 0};
        (void)setsockopt(peer.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        const QByteArray answer = m_answer();
        (void)send(peer.get(), answer.constData(), static_cast<std::size_t>(answer.size()),
                   MSG_NOSIGNAL);
    }
}

Result<QByteArray> askStatus(const QString& folder, int patienceMs)
{
    const OwnedFd opened = openFolder(folder);
    const OwnedFd peer(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = addressIn(opened.get());
    if (!opened.isOpen() || !peer.isOpen()
        || connect(peer.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return noNode(folder);
    QElapsedTimer timer;
    timer.start();
    QByteArray answer;
    for (;;) {
        pollfd wait{peer.get(), POLLIN, 0};
        const int left = static_cast<int>(patienceMs - timer.elapsed());
        if (left <= 0 || poll(&wait, 1, left) == 0)
            return Error{ErrorCode::TimedOut, u"The node does not answer."_s, folder};
        char piece[65536];
        const ssize_t count = recv(peer.get(), piece, sizeof piece, 0);
        if (count == 0)
            return answer.isEmpty() ? Result<QByteArray>(noNode(folder)) : answer;
        if (count < 0 && errno != EINTR)
            return noNode(folder);
        answer.append(piece, std::max<ssize_t>(0, count));
        if (answer.size() > mostBytes)
            return Error{ErrorCode::TooLarge, u"The node answers too much."_s, folder};
    }
}

} // namespace ccad
