// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace ccad::imaging {

/// What a file is that CCAD does not read, by its first bytes, in words ("a WebP picture"); empty
/// for what is not known.
[[nodiscard]] QString foreignFormat(const QByteArray& content);

} // namespace ccad::imaging
