// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace ccad {

/// The SHA-256 of the content (FIPS 180-4), 32 bytes. By OpenSSL, which uses the processor's own
/// instructions for it: Qt's takes some seven times as long, and starting waits for the model's
/// checksum.
[[nodiscard]] QByteArray sha256(const QByteArray& content);

} // namespace ccad
