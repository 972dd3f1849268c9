// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/dimse/internal/sockets.h"
#include "core/dimse/internal/tls_stream.h"

#include <QByteArrayView>

#include <memory>

namespace ccad::dimse {

/// A connection that waits for whole pieces, a limited time for each and never longer than nobody
/// cancels. A peer that sends a byte now and then does not gain time.
class NetworkStream
{
public:
    NetworkStream(Connection connection, int answerMs, CancelToken cancel);
    ~NetworkStream();
    NetworkStream(NetworkStream&&) noexcept = default;
    NetworkStream& operator=(NetworkStream&&) = delete;

    /// Errors: NetworkFailed (says what of the certificate was wrong), TimedOut, Cancelled.
    [[nodiscard]] Result<void> startTls(const std::shared_ptr<const TlsContext>& context,
                                        const QString& host);

    /// Errors: NetworkFailed, TimedOut, Cancelled.
    [[nodiscard]] Result<void> read(char* into, qint64 bytes);
    [[nodiscard]] Result<void> write(QByteArrayView bytes);
    /// False when nothing came within that time. Errors: NetworkFailed, Cancelled.
    [[nodiscard]] Result<bool> waitForBytes(int timeoutMs);

    /// From now on: for saying goodbye after a cancel.
    void setPatience(int answerMs, const CancelToken& cancel);

    [[nodiscard]] int answerMs() const { return m_answerMs; }
    [[nodiscard]] const QString& address() const { return m_address; }

private:
    [[nodiscard]] Step tryToRead(char* into, qint64 most, qint64& bytes);
    [[nodiscard]] Step tryToWrite(const char* from, qint64 most, qint64& bytes);
    [[nodiscard]] Error failure(Step step) const;

    OwnedFd m_socket;
    QString m_address;
    int m_answerMs;
    CancelToken m_cancel;
    std::unique_ptr<TlsStream> m_tls;
};

} // namespace ccad::dimse
