// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"

#include "core/base/regular_file.h"

#include <QCryptographicHash>

#include <openssl/crypto.h>
#include <openssl/evp.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qsizetype pieceBytes = 1 << 20;

bool isOpenSslReady()
{
    // The machine's settings of OpenSSL are for connections, and reading them takes a while.
    static const bool isReady = OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
    return isReady;
}

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

} // namespace

struct Sha256::State
{
    Context openSsl{nullptr, &EVP_MD_CTX_free}; ///< null: it cannot be had
    QCryptographicHash qt{QCryptographicHash::Sha256}; ///< slower, no less right
};

Sha256::Sha256() : m_state(std::make_unique<State>())
{
    if (isOpenSslReady())
        m_state->openSsl.reset(EVP_MD_CTX_new());
    if (m_state->openSsl && EVP_DigestInit_ex(m_state->openSsl.get(), EVP_sha256(), nullptr) != 1)
        m_state->openSsl.reset();
}

Sha256::~Sha256() = default;

void Sha256::add(QByteArrayView piece)
{
    // Works in memory alone: once begun, it cannot fail.
    if (m_state->openSsl)
        EVP_DigestUpdate(m_state->openSsl.get(), piece.data(),
                         static_cast<std::size_t>(piece.size()));
    else
        m_state->qt.addData(piece);
}

QByteArray Sha256::result()
{
    if (!m_state->openSsl)
        return m_state->qt.result();
    QByteArray digest(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned bytes = 0;
    EVP_DigestFinal_ex(m_state->openSsl.get(), reinterpret_cast<unsigned char*>(digest.data()),
                       &bytes);
    return digest.left(static_cast<qsizetype>(bytes));
}

QByteArray sha256(const QByteArray& content)
{
    Sha256 hash;
    hash.add(content);
    return hash.result();
}

Result<QString> fileSha256Hex(const QString& path, const CancelToken& cancel)
{
    const auto file = openRegularFile(path);
    if (!file)
        return file.error();
    Sha256 hash;
    QByteArray piece(pieceBytes, Qt::Uninitialized);
    for (qint64 at = 0;;) {
        if (cancel.isCancelled())
            return Error{ErrorCode::Cancelled, u"Reading was cancelled."_s, path};
        const auto bytes = readPiece(*file, path, at, piece.data(), piece.size());
        if (!bytes)
            return bytes.error();
        if (*bytes == 0)
            return QString::fromLatin1(hash.result().toHex());
        hash.add(QByteArrayView(piece).first(*bytes));
        at += *bytes;
    }
}

} // namespace ccad
