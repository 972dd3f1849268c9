// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>

namespace ccad {

/// The SHA-256 of the content (FIPS 180-4), 32 bytes. Computed by OpenSSL, which uses the
/// processor's own instructions: Qt takes some seven times as long, and starting waits for the
/// model's checksum.
[[nodiscard]] QByteArray sha256(const QByteArray& content);

/// The SHA-256 of content that comes in pieces, so that a large file need not be in memory.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(QByteArrayView piece);
    /// The hash of all pieces; nothing can be added afterwards.
    [[nodiscard]] QByteArray result();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The SHA-256 of a regular file of any size, in lower-case hexadecimal. Errors: FileNotFound,
/// FileUnreadable, Cancelled.
[[nodiscard]] Result<QString> fileSha256Hex(const QString& path, const CancelToken& cancel = {});

} // namespace ccad
