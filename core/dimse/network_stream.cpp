// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/network_stream.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cerrno>

#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

Step stepOf(ssize_t returned, Step wanted)
{
    if (returned > 0)
        return Step::Done;
    if (returned == 0)
        return Step::Ended;
    return errno == EAGAIN || errno == EINTR ? wanted : Step::Failed;
}

/// Repeats `step` until it says Done, waiting in between, but no longer than the time that is left
/// for all. What is returned otherwise is Ended or Failed.
template <typename Function>
Result<Step> untilDone(int socket, int timeoutMs, const CancelToken& cancel, Function step)
{
    QElapsedTimer clock;
    clock.start();
    for (;;) {
        const Step came = step();
        if (came != Step::WantsReading && came != Step::WantsWriting)
            return came;
        const auto left = static_cast<int>(std::max<qint64>(timeoutMs - clock.elapsed(), 0));
        const auto isReady = waitFor(
            socket, came == Step::WantsReading ? WaitFor::Reading : WaitFor::Writing, left, cancel);
        if (!isReady)
            return isReady.error();
        if (!*isReady)
            return Error{ErrorCode::TimedOut, u"The peer takes too long."_s, {}};
    }
}

} // namespace

NetworkStream::NetworkStream(Connection connection, int answerMs, CancelToken cancel)
    : m_socket(std::move(connection.socket)), m_address(connection.address), m_answerMs(answerMs),
      m_cancel(std::move(cancel))
{
}

NetworkStream::~NetworkStream()
{
    if (m_tls)
        m_tls->end();
}

Result<void> NetworkStream::startTls(const std::shared_ptr<const TlsContext>& context,
                                     const QString& host)
{
    auto tls = TlsStream::over(m_socket.get(), context, host);
    if (!tls)
        return tls.error();
    const auto step
        = untilDone(m_socket.get(), m_answerMs, m_cancel, [&] { return (*tls)->handshake(); });
    if (!step)
        return step.error();
    if (*step != Step::Done)
        return Error{ErrorCode::NetworkFailed,
                     u"No safe connection to %1: %2."_s.arg(m_address, (*tls)->problem()),
                     m_address};
    m_tls = *std::move(tls);
    return {};
}

Step NetworkStream::tryToRead(char* into, qint64 most, qint64& bytes)
{
    if (m_tls)
        return m_tls->read(into, most, bytes);
    const ssize_t received = recv(m_socket.get(), into, static_cast<std::size_t>(most), 0);
    bytes = std::max<ssize_t>(received, 0);
    return stepOf(received, Step::WantsReading);
}

Step NetworkStream::tryToWrite(const char* from, qint64 most, qint64& bytes)
{
    if (m_tls)
        return m_tls->write(from, most, bytes);
    const ssize_t sent = send(m_socket.get(), from, static_cast<std::size_t>(most), MSG_NOSIGNAL);
    bytes = std::max<ssize_t>(sent, 0);
    return stepOf(sent, Step::WantsWriting);
}

Error NetworkStream::failure(Step step) const
{
    return {ErrorCode::NetworkFailed,
            step == Step::Ended ? u"%1 closed the connection."_s.arg(m_address)
                                : u"The connection to %1 broke off."_s.arg(m_address),
            m_address};
}

Result<void> NetworkStream::read(char* into, qint64 bytes)
{
    qint64 done = 0;
    const auto step = untilDone(m_socket.get(), m_answerMs, m_cancel, [&] {
        while (done < bytes) {
            qint64 came = 0;
            if (const Step one = tryToRead(into + done, bytes - done, came); one != Step::Done)
                return one;
            done += came;
        }
        return Step::Done;
    });
    if (!step)
        return step.error();
    return *step == Step::Done ? Result<void>() : failure(*step);
}

Result<void> NetworkStream::write(QByteArrayView bytes)
{
    const auto step = untilDone(m_socket.get(), m_answerMs, m_cancel, [&] {
        while (!bytes.isEmpty()) {
            qint64 sent = 0;
            if (const Step one = tryToWrite(bytes.data(), bytes.size(), sent); one != Step::Done)
                return one;
            bytes = bytes.sliced(sent);
        }
        return Step::Done;
    });
    if (!step)
        return step.error();
    return *step == Step::Done ? Result<void>() : failure(*step);
}

Result<bool> NetworkStream::waitForBytes(int timeoutMs)
{
    if (m_tls && m_tls->hasBytes())
        return true;
    return waitFor(m_socket.get(), WaitFor::Reading, timeoutMs, m_cancel);
}

void NetworkStream::setPatience(int answerMs, const CancelToken& cancel)
{
    m_answerMs = answerMs;
    m_cancel = cancel;
}

} // namespace ccad::dimse
