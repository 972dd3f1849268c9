// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/deidentifier.h"

namespace ccad {

/// What leads back from de-identified files to people: whoever has it can undo de-identification.
class DeidMapping
{
public:
    /// `file`: where it came from; `written`: its new path within the folder.
    void add(const QString& file, const QString& written, const Deidentified& done);
    /// CSV with the columns kind (file, patient, days, uid), original, replacement.
    [[nodiscard]] QByteArray csv() const;

private:
    std::map<std::pair<QString, QString>, QString> m_rows; ///< kind and original, replacement
};

/// Encrypts with a key made of a passphrase: AES-256-GCM, the key by scrypt (N 32768, r 8, p 1).
/// "CCADMAP1", 16 bytes of salt, 12 of nonce, the ciphertext, 16 of tag. Errors: InvalidArgument
/// (fewer than 8 characters), Internal.
[[nodiscard]] Result<QByteArray> sealed(const QByteArray& content, const QByteArray& passphrase);

/// What everything that sealed() gives begins with.
[[nodiscard]] QByteArray sealedMark();

/// The content of what sealed() gave. Errors: FileBroken (no such file, changed since, or another
/// passphrase), Internal.
[[nodiscard]] Result<QByteArray> opened(const QByteArray& sealedContent,
                                        const QByteArray& passphrase);

} // namespace ccad
