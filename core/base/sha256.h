// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace ccad {

/// The SHA-256 of the content (FIPS 180-4), 32 bytes. By the processor's own instructions where it
/// has them, which is some seven times faster: starting would else wait for the model's checksum.
[[nodiscard]] QByteArray sha256(const QByteArray& content);

} // namespace ccad
