// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/mapping.h"

#include "core/base/csv.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr QByteArrayView magic = "CCADMAP1";
constexpr qsizetype saltBytes = 16;
constexpr qsizetype nonceBytes = 12;
constexpr qsizetype tagBytes = 16;
constexpr qsizetype cipherKeyBytes = 32;
constexpr qsizetype shortestPassphrase = 8;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes(const QByteArray& content)
{
    return reinterpret_cast<const unsigned char*>(content.constData());
}

unsigned char* bytes(QByteArray& content)
{
    return reinterpret_cast<unsigned char*>(content.data());
}

Error failed()
{
    return Error{
        ErrorCode::Internal, u"The mapping file could not be encrypted or decrypted."_s, {}};
}

/// A key that is wiped when it is no longer needed.
class CipherKey
{
public:
    CipherKey() : m_key(cipherKeyBytes, '\0') { }
    ~CipherKey() { OPENSSL_cleanse(m_key.data(), static_cast<std::size_t>(m_key.size())); }
    CipherKey(const CipherKey&) = delete;
    CipherKey& operator=(const CipherKey&) = delete;

    [[nodiscard]] bool derive(const QByteArray& passphrase, const QByteArray& salt)
    {
        constexpr std::uint64_t cost = 32768;
        constexpr std::uint64_t blocks = 8;
        constexpr std::uint64_t lanes = 1;
        constexpr std::uint64_t mostMemory = 64U << 20;
        return EVP_PBE_scrypt(passphrase.constData(), static_cast<std::size_t>(passphrase.size()),
                              bytes(salt), static_cast<std::size_t>(salt.size()), cost, blocks,
                              lanes, mostMemory, bytes(m_key), cipherKeyBytes)
            == 1;
    }
    [[nodiscard]] const unsigned char* data() const { return bytes(m_key); }

private:
    QByteArray m_key;
};

/// Days may be moved backwards; a number with a sign is no formula.
QString cellOf(const QString& replacement)
{
    return tableNumber(replacement) ? replacement : spreadsheetText(replacement);
}

} // namespace

void DeidMapping::add(const QString& file, const QString& written, const Deidentified& done)
{
    m_rows[{u"file"_s, file}] = written;
    const QString patient = QString::fromLatin1(done.patientPseudonym);
    m_rows[{u"patient"_s, QString::fromUtf8(done.patientId)}] = patient;
    if (done.daysMoved != 0)
        m_rows[{u"days"_s, patient}] = QString::number(done.daysMoved);
    for (const auto& [was, is] : done.uids)
        m_rows[{u"uid"_s, QString::fromLatin1(was)}] = QString::fromLatin1(is);
}

QByteArray DeidMapping::csv() const
{
    QString lines = csvLine({u"kind"_s, u"original"_s, u"replacement"_s}) + u'\n';
    for (const auto& [row, replacement] : m_rows)
        lines += csvLine({row.first, spreadsheetText(row.second), cellOf(replacement)}) + u'\n';
    return lines.toUtf8();
}

Result<QByteArray> sealed(const QByteArray& content, const QByteArray& passphrase)
{
    if (passphrase.size() < shortestPassphrase)
        return Error{
            ErrorCode::InvalidArgument, u"The passphrase has to have at least 8 characters."_s, {}};
    QByteArray salt(saltBytes, '\0');
    QByteArray nonce(nonceBytes, '\0');
    CipherKey key;
    const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    QByteArray secret(content.size(), '\0');
    QByteArray tag(tagBytes, '\0');
    int done = 0;
    int rest = 0;
    const bool isSealed = cipher && RAND_bytes(bytes(salt), saltBytes) == 1
        && RAND_bytes(bytes(nonce), nonceBytes) == 1 && key.derive(passphrase, salt)
        && EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes(nonce))
            == 1
        && EVP_EncryptUpdate(cipher.get(), bytes(secret), &done, bytes(content),
                             static_cast<int>(content.size()))
            == 1
        && EVP_EncryptFinal_ex(cipher.get(), bytes(secret) + done, &rest) == 1
        && EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tagBytes, tag.data()) == 1;
    if (!isSealed)
        return failed();
    return magic.toByteArray() + salt + nonce + secret + tag;
}

QByteArray sealedMark()
{
    return magic.toByteArray();
}

Result<QByteArray> opened(const QByteArray& sealedContent, const QByteArray& passphrase)
{
    const qsizetype around = magic.size() + saltBytes + nonceBytes + tagBytes;
    if (!sealedContent.startsWith(magic) || sealedContent.size() < around)
        return Error{ErrorCode::FileBroken, u"This is no encrypted mapping file."_s, {}};
    const QByteArray salt = sealedContent.mid(magic.size(), saltBytes);
    const QByteArray nonce = sealedContent.mid(magic.size() + saltBytes, nonceBytes);
    const QByteArray secret
        = sealedContent.mid(magic.size() + saltBytes + nonceBytes, sealedContent.size() - around);
    QByteArray tag = sealedContent.right(tagBytes);
    CipherKey key;
    const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    QByteArray content(secret.size(), '\0');
    int done = 0;
    int rest = 0;
    if (!cipher || !key.derive(passphrase, salt)
        || EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes(nonce))
            != 1
        || EVP_DecryptUpdate(cipher.get(), bytes(content), &done, bytes(secret),
                             static_cast<int>(secret.size()))
            != 1
        || EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tagBytes, tag.data()) != 1)
        return failed();
    if (EVP_DecryptFinal_ex(cipher.get(), bytes(content) + done, &rest) != 1)
        return Error{ErrorCode::FileBroken,
                     u"The passphrase is another one, or the mapping file was changed."_s,
                     {}};
    return content;
}

} // namespace ccad
