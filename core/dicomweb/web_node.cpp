// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dicomweb/internal/web_node.h"

#include "core/base/files.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>

using namespace Qt::StringLiterals;

namespace ccad::dicomweb {
namespace {

constexpr qint64 mostPemBytes = 4 << 20;

/// By the number, or the one name that never leaves a machine.
bool isThisMachine(const QString& host)
{
    return host == u"localhost"_s || QHostAddress(host).isLoopback();
}

QByteArray basic(const QString& user, const QByteArray& password)
{
    return "Basic " + (user.toUtf8() + ':' + password).toBase64();
}

Result<QByteArray> authorizationOf(const Node& node)
{
    if (node.asks != AskedSecret::None) {
        if (node.secret.isEmpty())
            return Error{ErrorCode::Refused,
                         u"The node \"%1\" wants a password or a token, which was not given."_s.arg(
                             node.name),
                         node.name};
        return node.asks == AskedSecret::Token ? "Bearer " + node.secret
                                               : basic(node.user, node.secret);
    }
    if (!node.tokenFile.isEmpty()) {
        const auto token = secretOfFile(node.tokenFile);
        return token ? Result<QByteArray>("Bearer " + *token) : token.error();
    }
    if (node.user.isEmpty())
        return QByteArray();
    const auto password = secretOfFile(node.passwordFile);
    if (!password)
        return password.error();
    return basic(node.user, *password);
}

Error unusable(const QString& path)
{
    return {ErrorCode::FileUnreadable, u"%1 holds no usable certificate or key."_s.arg(path), path};
}

Result<void> loadCertificates(QSslConfiguration& tls, const TlsSettings& settings)
{
    if (!settings.certificate.isEmpty()) {
        const auto certificate = readFile(settings.certificate, mostPemBytes);
        const auto key = readFile(settings.key, mostPemBytes);
        if (!certificate || !key)
            return certificate ? key.error() : certificate.error();
        const QList<QSslCertificate> chain = QSslCertificate::fromData(*certificate);
        QSslKey secret(*key, QSsl::Rsa);
        if (secret.isNull())
            secret = QSslKey(*key, QSsl::Ec);
        if (chain.isEmpty() || secret.isNull())
            return unusable(chain.isEmpty() ? settings.certificate : settings.key);
        tls.setLocalCertificateChain(chain);
        tls.setPrivateKey(secret);
    }
    if (settings.authorities.isEmpty())
        return {};
    const auto authorities = readFile(settings.authorities, mostPemBytes);
    if (!authorities)
        return authorities.error();
    const QList<QSslCertificate> trusted = QSslCertificate::fromData(*authorities);
    if (trusted.isEmpty())
        return unusable(settings.authorities);
    tls.setCaCertificates(trusted);
    return {};
}

/// What BCP 195 leaves: forward secrecy and authenticated encryption.
QList<QSslCipher> goodCiphers()
{
    QList<QSslCipher> good;
    for (const QSslCipher& cipher : QSslConfiguration::supportedCiphers()) {
        const QString name = cipher.name();
        const bool isForward = name.startsWith(u"TLS_"_s) || name.startsWith(u"ECDHE-"_s)
            || name.startsWith(u"DHE-"_s);
        if (isForward && (name.contains(u"GCM"_s) || name.contains(u"CHACHA20"_s)))
            good.append(cipher);
    }
    return good;
}

} // namespace

Result<WebNode> WebNode::make(const Node& node, const NetworkLimits& limits)
{
    WebNode ready;
    ready.url = QUrl(node.url, QUrl::StrictMode);
    ready.limits = limits;
    if (ready.url.scheme() != u"https"_s && !isThisMachine(ready.url.host()))
        return refusesWithoutTls(ready.url.host());
    auto authorization = authorizationOf(node);
    if (!authorization)
        return authorization.error();
    ready.authorization = *std::move(authorization);
    ready.tls = QSslConfiguration::defaultConfiguration();
    ready.tls.setProtocol(QSsl::TlsV1_2OrLater);
    ready.tls.setCiphers(goodCiphers());
    ready.tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (auto ok = loadCertificates(ready.tls, node.tls); !ok)
        return ok.error();
    for (const QString& pin : node.tls.pins)
        ready.pins.append(QByteArray::fromHex(pin.toLatin1()));
    // With nobody trusted, each certificate is asked about before a request is sent.
    if (!ready.pins.isEmpty())
        ready.tls.setCaCertificates({});
    return ready;
}

} // namespace ccad::dicomweb
