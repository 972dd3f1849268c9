// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dicomweb/internal/http_exchange.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QHostAddress>
#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslError>
#include <QTimer>

#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad::dicomweb {
namespace {

constexpr int lookMs = 50;
constexpr qint64 pieceBytes = 256 << 10;

Error errorOfStatus(int status)
{
    if (status == 401 || status == 403)
        return {ErrorCode::Refused, u"The archive does not let us in (%1)."_s.arg(status), {}};
    if (status >= 300 && status < 400)
        return {ErrorCode::NetworkFailed,
                u"The archive points to another address (%1), which is not followed."_s.arg(status),
                {}};
    if (status == 404)
        return {ErrorCode::NetworkFailed, u"The archive has nothing of that name (404)."_s, {}};
    return {ErrorCode::NetworkFailed, u"The archive answers with status %1."_s.arg(status), {}};
}

QNetworkRequest requestOf(const WebNode& node, const HttpRequest& asked)
{
    // The path is encoded already, and begins where the node's ends.
    QNetworkRequest request(QUrl::fromEncoded(node.url.toEncoded() + asked.path, QUrl::StrictMode));
    request.setRawHeader("Accept", asked.accept);
    request.setRawHeader("User-Agent", "CCAD");
    if (!node.authorization.isEmpty())
        request.setRawHeader("Authorization", node.authorization);
    if (!asked.contentType.isEmpty())
        request.setRawHeader("Content-Type", asked.contentType);
    // A body that may be inflated has no size that can be limited beforehand.
    request.setRawHeader("Accept-Encoding", "identity");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setSslConfiguration(node.tls);
    return request;
}

/// One request being answered.
class Exchange
{
public:
    Exchange(const WebNode& node, qint64 mostBytes, const BodySink& sink, const CancelToken& cancel)
        : m_node(node), m_mostBytes(mostBytes), m_sink(sink), m_cancel(cancel)
    {
        m_manager.setProxy(QNetworkProxy::NoProxy);
    }

    Result<HttpAnswer> run(const HttpRequest& asked);

private:
    void connectReply();
    void takeBytes();
    void look();
    void judgeCertificate(const QList<QSslError>& errors);
    [[nodiscard]] bool isPinned() const;
    void fail(const Error& error)
    {
        if (!m_error)
            m_error = error;
        m_reply->abort();
    }
    [[nodiscard]] Error errorOfReply() const;

    const WebNode& m_node;
    const qint64 m_mostBytes;
    const BodySink& m_sink;
    const CancelToken& m_cancel;
    QNetworkAccessManager m_manager;
    std::unique_ptr<QNetworkReply> m_reply;
    QEventLoop m_loop;
    QElapsedTimer m_quiet;
    QElapsedTimer m_whole;
    HttpAnswer m_answer;
    qint64 m_mostMs = 0;
    qint64 m_taken = 0;
    std::optional<Error> m_error;
};

Result<HttpAnswer> Exchange::run(const HttpRequest& asked)
{
    const QNetworkRequest request = requestOf(m_node, asked);
    if (m_cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"Cancelled."_s, {}};
    m_reply.reset(asked.contentType.isEmpty() ? m_manager.get(request)
                                              : m_manager.post(request, asked.body));
    m_reply->setReadBufferSize(2 * pieceBytes);
    connectReply();
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &m_loop, [this] { look(); });
    timer.start(lookMs);
    m_mostMs = qint64{m_node.limits.objectMs} * asked.objects;
    m_quiet.start();
    m_whole.start();
    if (!m_reply->isFinished())
        m_loop.exec();
    if (!m_error)
        takeBytes();
    if (m_error)
        return *m_error;
    if (m_answer.status < 200 || m_answer.status > 299)
        return m_answer.status == 0 ? errorOfReply() : errorOfStatus(m_answer.status);
    if (m_reply->error() != QNetworkReply::NoError)
        return errorOfReply();
    return m_answer;
}

void Exchange::connectReply()
{
    QNetworkReply* reply = m_reply.get();
    QObject::connect(reply, &QNetworkReply::finished, &m_loop, &QEventLoop::quit);
    QObject::connect(reply, &QNetworkReply::readyRead, &m_loop, [this] { takeBytes(); });
    QObject::connect(reply, &QNetworkReply::uploadProgress, &m_loop, [this] { m_quiet.restart(); });
    QObject::connect(reply, &QNetworkReply::sslErrors, &m_loop,
                     [this](const QList<QSslError>& errors) { judgeCertificate(errors); });
    // The question about the certificate came before; this only makes sure that it did.
    QObject::connect(reply, &QNetworkReply::encrypted, &m_loop, [this] {
        if (!m_node.pins.isEmpty() && !isPinned())
            fail({ErrorCode::NetworkFailed,
                  u"The archive's certificate is not the pinned one."_s,
                  {}});
    });
}

bool Exchange::isPinned() const
{
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    return !certificate.isNull()
        && m_node.pins.contains(certificate.digest(QCryptographicHash::Sha256));
}

void Exchange::judgeCertificate(const QList<QSslError>& errors)
{
    if (!m_node.pins.isEmpty() && isPinned()) {
        m_reply->ignoreSslErrors(errors);
        return;
    }
    const QString why = errors.isEmpty() ? QString() : errors.first().errorString();
    fail(
        {ErrorCode::NetworkFailed, u"The archive's certificate is not trusted: %1"_s.arg(why), {}});
}

void Exchange::takeBytes()
{
    m_quiet.restart();
    m_answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_answer.contentType = m_reply->rawHeader("Content-Type");
    while (m_reply->bytesAvailable() > 0 && !m_error) {
        const QByteArray bytes = m_reply->read(pieceBytes);
        if (bytes.isEmpty())
            return;
        m_taken += bytes.size();
        if (m_taken > m_mostBytes) {
            fail({ErrorCode::TooLarge, u"The archive sends more than is taken."_s, {}});
            return;
        }
        // What an error page says is nobody's business.
        if (m_answer.status < 200 || m_answer.status > 299)
            continue;
        if (auto ok = m_sink(m_answer, bytes); !ok)
            fail(ok.error());
    }
}

void Exchange::look()
{
    if (m_cancel.isCancelled())
        fail({ErrorCode::Cancelled, u"Cancelled."_s, {}});
    else if (m_quiet.hasExpired(m_node.limits.answerMs) || m_whole.hasExpired(m_mostMs))
        fail({ErrorCode::TimedOut, u"The archive takes too long."_s, {}});
}

Error Exchange::errorOfReply() const
{
    return {
        ErrorCode::NetworkFailed,
        u"The connection to the archive failed: %1."_s.arg(
            m_reply->error() == QNetworkReply::ConnectionRefusedError  ? u"nobody listens there"_s
                : m_reply->error() == QNetworkReply::HostNotFoundError ? u"the host is not known"_s
                : m_reply->error() == QNetworkReply::SslHandshakeFailedError
                ? u"the peer speaks no TLS that is safe"_s
                : u"it broke off"_s),
        {}};
}

} // namespace

Result<HttpAnswer> exchange(const WebNode& node, const HttpRequest& request, qint64 mostBytes,
                            const BodySink& sink, const CancelToken& cancel)
{
    return Exchange(node, mostBytes, sink, cancel).run(request);
}

Result<QByteArray> exchange(const WebNode& node, const HttpRequest& request, qint64 mostBytes,
                            const CancelToken& cancel)
{
    QByteArray body;
    const auto answer = exchange(
        node, request, mostBytes,
        [&](const HttpAnswer&, QByteArrayView bytes) {
            body.append(bytes);
            return Result<void>();
        },
        cancel);
    return answer ? Result<QByteArray>(body) : answer.error();
}

} // namespace ccad::dicomweb
