// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dimse/internal/tls_context.h"

#include <QString>

#include <memory>

struct ssl_st;

namespace ccad::dimse {

/// What became of one step on a socket that does not block.
enum class Step
{
    Done,
    WantsReading,
    WantsWriting,
    Ended, ///< the peer went away
    Failed
};

/// TLS over a connected socket, step by step.
class TlsStream
{
public:
    /// `host`: the name that a server's certificate has to be for.
    [[nodiscard]] static Result<std::unique_ptr<TlsStream>>
    over(int socket, std::shared_ptr<const TlsContext> context, const QString& host);
    ~TlsStream();
    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;

    [[nodiscard]] Step handshake();
    /// `bytes` becomes how many were read or written.
    [[nodiscard]] Step read(char* into, qint64 most, qint64& bytes);
    [[nodiscard]] Step write(const char* from, qint64 most, qint64& bytes);
    /// Bytes that were received and decrypted already: the socket does not tell of them.
    [[nodiscard]] bool hasBytes() const;
    /// Tells the peer that no more comes, if that can be done at once.
    void end();
    /// Why the handshake failed, a clause.
    [[nodiscard]] QString problem() const;

private:
    TlsStream(std::shared_ptr<const TlsContext> context, ssl_st* session, int socket);
    [[nodiscard]] Step stepOf(int returned) const;

    std::shared_ptr<const TlsContext> m_context;
    ssl_st* m_session;
    int m_socket;
};

} // namespace ccad::dimse
