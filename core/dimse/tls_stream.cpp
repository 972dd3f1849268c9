// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/tls_stream.h"

#include <algorithm>
#include <cerrno>
#include <limits>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

// OpenSSL's own BIO of a socket would have a peer that went away end the program by SIGPIPE.

int socketOf(BIO* bio)
{
    return *static_cast<int*>(BIO_get_data(bio));
}

int result(BIO* bio, ssize_t bytes, int retry)
{
    BIO_clear_retry_flags(bio);
    if (bytes < 0 && (errno == EAGAIN || errno == EINTR))
        BIO_set_flags(bio, retry | BIO_FLAGS_SHOULD_RETRY);
    return static_cast<int>(bytes);
}

int writeSocket(BIO* bio, const char* from, int bytes)
{
    const auto most = static_cast<std::size_t>(std::max(bytes, 0));
    return result(bio, send(socketOf(bio), from, most, MSG_NOSIGNAL), BIO_FLAGS_WRITE);
}

int readSocket(BIO* bio, char* into, int bytes)
{
    const auto most = static_cast<std::size_t>(std::max(bytes, 0));
    return result(bio, recv(socketOf(bio), into, most, 0), BIO_FLAGS_READ);
}

long controlSocket(BIO*, int command, long, void*)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socketMethod()
{
    static const BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "ccad socket");
        BIO_meth_set_write(made, writeSocket);
        BIO_meth_set_read(made, readSocket);
        BIO_meth_set_ctrl(made, controlSocket);
        return made;
    }();
    return method;
}

int bounded(qint64 bytes)
{
    return static_cast<int>(std::min<qint64>(bytes, std::numeric_limits<int>::max()));
}

/// The certificate has to be for this name or address.
bool setPeerName(SSL* session, const QString& host)
{
    const QByteArray name = host.toUtf8();
    X509_VERIFY_PARAM* rules = SSL_get0_param(session);
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, name.constData()) == 1)
        return true;
    (void)SSL_set_tlsext_host_name(session, name.constData());
    return SSL_set1_host(session, name.constData()) == 1;
}

} // namespace

TlsStream::TlsStream(std::shared_ptr<const TlsContext> context, ssl_st* session, int socket)
    : m_context(std::move(context)), m_session(session), m_socket(socket)
{
}

TlsStream::~TlsStream()
{
    SSL_free(m_session);
}

Result<std::unique_ptr<TlsStream>>
TlsStream::over(int socket, std::shared_ptr<const TlsContext> context, const QString& host)
{
    const Error failure{ErrorCode::Internal, u"TLS cannot be set up."_s, {}};
    SSL* session = SSL_new(context->handle());
    BIO* bio = BIO_new(socketMethod());
    if (session == nullptr || bio == nullptr) {
        SSL_free(session);
        BIO_free(bio);
        return failure;
    }
    const bool isClient = context->role() == TlsRole::Client;
    const bool checksName = isClient && !context->isPinned();
    std::unique_ptr<TlsStream> stream(new TlsStream(std::move(context), session, socket));
    BIO_set_data(bio, &stream->m_socket);
    BIO_set_init(bio, 1);
    SSL_set_bio(session, bio, bio);
    isClient ? SSL_set_connect_state(session) : SSL_set_accept_state(session);
    if (checksName && !setPeerName(session, host))
        return failure;
    return stream;
}

Step TlsStream::stepOf(int returned) const
{
    switch (SSL_get_error(m_session, returned)) {
    case SSL_ERROR_NONE:
        return Step::Done;
    case SSL_ERROR_WANT_READ:
        return Step::WantsReading;
    case SSL_ERROR_WANT_WRITE:
        return Step::WantsWriting;
    case SSL_ERROR_ZERO_RETURN:
        return Step::Ended;
    default:
        return Step::Failed;
    }
}

Step TlsStream::handshake()
{
    ERR_clear_error();
    return stepOf(SSL_do_handshake(m_session));
}

Step TlsStream::read(char* into, qint64 most, qint64& bytes)
{
    ERR_clear_error();
    const int returned = SSL_read(m_session, into, bounded(most));
    bytes = std::max(returned, 0);
    return stepOf(returned);
}

Step TlsStream::write(const char* from, qint64 most, qint64& bytes)
{
    ERR_clear_error();
    const int returned = SSL_write(m_session, from, bounded(most));
    bytes = std::max(returned, 0);
    return stepOf(returned);
}

bool TlsStream::hasBytes() const
{
    return SSL_pending(m_session) > 0;
}

void TlsStream::end()
{
    ERR_clear_error();
    (void)SSL_shutdown(m_session);
}

QString TlsStream::problem() const
{
    const long verified = SSL_get_verify_result(m_session);
    return verified == X509_V_OK ? u"the peer speaks no TLS that is safe, or does not accept ours"_s
                                 : u"its certificate is not trusted (%1)"_s.arg(
                                     QString::fromLatin1(X509_verify_cert_error_string(verified)));
}

} // namespace ccad::dimse
