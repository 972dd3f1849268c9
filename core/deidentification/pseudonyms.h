// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace ccad {

/// What replaces UIDs, patients and dates: made of a secret key by HMAC-SHA-256 (RFC 2104), so that
/// the same value has the same replacement wherever and whenever it turns up under the same key,
/// and nobody without the key can find the value that belongs to a replacement, not even by trying
/// all.
class Pseudonyms
{
public:
    static constexpr qsizetype keyBytes = 32;

    /// `key` has keyBytes bytes.
    explicit Pseudonyms(QByteArray key) : m_key(std::move(key)) { }
    /// A key that nobody knows. Error: Internal, when the machine has no random numbers.
    [[nodiscard]] static Result<QByteArray> randomKey();

    /// A UID below 2.25 (PS3.5 B.2), of at most 64 characters.
    [[nodiscard]] QByteArray uid(const QByteArray& uid) const;
    /// "CCAD-" and 16 hexadecimal digits. `patient`: see patientIdentity().
    [[nodiscard]] QByteArray patient(const QByteArray& patient) const;
    /// A name for a file, 16 hexadecimal digits.
    [[nodiscard]] QByteArray fileName(const QByteArray& sopInstanceUid) const;
    /// Days by which all dates of a patient move, -3650 to -30.
    [[nodiscard]] int daysToMove(const QByteArray& patient) const;

private:
    [[nodiscard]] QByteArray digest(const char* purpose, const QByteArray& value, int bytes) const;

    QByteArray m_key;
};

/// Reads the key of a file (64 hexadecimal digits), or makes one there, for its user alone, where
/// there is none. Errors: FileUnreadable, FileBroken, WriteFailed.
[[nodiscard]] Result<QByteArray> keyOfFile(const QString& path);

} // namespace ccad
