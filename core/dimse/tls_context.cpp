// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/tls_context.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmtls/tlslayer.h>

#include <QSet>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace ccad::dimse {

struct TlsContext::State
{
    explicit State(TlsRole role)
        // OpenSSL 3 initialises itself.
        : layer(role == TlsRole::Client ? NET_REQUESTOR : NET_ACCEPTOR, nullptr, OFFalse)
    {
    }

    DcmTLSTransportLayer layer;
    QSet<QByteArray> pins; ///< SHA-256 of whole certificates, 32 bytes each
};

namespace {

/// Called for the peer's certificate in place of the check of its chain.
int isPinnedCertificate(X509_STORE_CTX* store, void* pins)
{
    X509* certificate = X509_STORE_CTX_get0_cert(store);
    QByteArray hash(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    const bool isHashed = certificate != nullptr
        && X509_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char*>(hash.data()),
                       &length)
            == 1;
    hash.truncate(static_cast<qsizetype>(length));
    const bool isKnown = isHashed && static_cast<const QSet<QByteArray>*>(pins)->contains(hash);
    X509_STORE_CTX_set_error(store, isKnown ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
    return isKnown ? 1 : 0;
}

Error unusable(const QString& what, const QString& path)
{
    return {ErrorCode::FileUnreadable, u"%1 %2 cannot be used."_s.arg(what, path), path};
}

Result<void> loadFiles(DcmTLSTransportLayer& layer, const TlsSettings& settings)
{
    const auto local = [](const QString& path) { return path.toLocal8Bit(); };
    if (!settings.certificate.isEmpty()) {
        // Never asks on the terminal for the passphrase of a key.
        layer.setPrivateKeyPasswd("");
        if (layer.setPrivateKeyFile(local(settings.key).constData(), DCF_Filetype_PEM).bad())
            return unusable(u"The key"_s, settings.key);
        if (layer.setCertificateFile(local(settings.certificate).constData(), DCF_Filetype_PEM)
                .bad()
            || !layer.checkPrivateKeyMatchesCertificate())
            return unusable(u"The certificate"_s, settings.certificate);
    }
    if (!settings.authorities.isEmpty()
        && layer
               .addTrustedCertificateFile(local(settings.authorities).constData(), DCF_Filetype_PEM)
               .bad())
        return unusable(u"The file of authorities"_s, settings.authorities);
    return {};
}

} // namespace

TlsContext::TlsContext(std::unique_ptr<State> state, TlsRole role)
    : m_state(std::move(state)), m_role(role)
{
}

TlsContext::~TlsContext() = default;

Result<std::shared_ptr<const TlsContext>> TlsContext::make(const TlsSettings& settings,
                                                           TlsRole role)
{
    if (role == TlsRole::Server && settings.certificate.isEmpty())
        return Error{ErrorCode::InvalidArgument,
                     u"Whoever listens with TLS needs a certificate and its key."_s,
                     {}};
    auto state = std::make_unique<State>(role);
    DcmTLSTransportLayer& layer = state->layer;
    if (auto ok = loadFiles(layer, settings); !ok)
        return ok.error();
    if (layer.setTLSProfile(TSP_Profile_BCP195_ND).bad() || layer.activateCipherSuites().bad())
        return Error{ErrorCode::Internal, u"TLS cannot be set up."_s, {}};
    layer.setCertificateVerification(DCV_requireCertificate);
    SSL_CTX* handle = layer.getNativeHandle();
    SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_OFF);
    if (settings.authorities.isEmpty())
        SSL_CTX_set_default_verify_paths(handle);
    for (const QString& pin : settings.pins)
        state->pins.insert(QByteArray::fromHex(pin.toLatin1()));
    if (!state->pins.isEmpty())
        SSL_CTX_set_cert_verify_callback(handle, isPinnedCertificate, &state->pins);
    return std::shared_ptr<const TlsContext>(new TlsContext(std::move(state), role));
}

ssl_ctx_st* TlsContext::handle() const
{
    return m_state->layer.getNativeHandle();
}

bool TlsContext::isPinned() const
{
    return !m_state->pins.isEmpty();
}

} // namespace ccad::dimse
