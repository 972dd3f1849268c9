// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"

#include <QCryptographicHash>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace ccad {

QByteArray sha256(const QByteArray& content)
{
    // The machine's settings of OpenSSL are for connections, and reading them takes a while.
    static const bool isReady = OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
    QByteArray digest(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned bytes = 0;
    if (isReady
        && EVP_Digest(content.constData(), static_cast<std::size_t>(content.size()),
                      reinterpret_cast<unsigned char*>(digest.data()), &bytes, EVP_sha256(),
                      nullptr)
            == 1)
        return digest.left(static_cast<qsizetype>(bytes));
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256); // slower, no less right
}

} // namespace ccad
