// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace ccad {

/// Writes all bytes to an open file, in as many pieces as the system takes. False, with errno,
/// where it takes no more.
[[nodiscard]] bool writeWhole(int file, QByteArrayView bytes);

} // namespace ccad
