// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad::results {

/// Printable ASCII for fonts that have no more: accents are left off, a few letters and signs
/// spelled out, line ends become spaces, all else becomes a question mark.
[[nodiscard]] QString asciiText(const QString& text);

} // namespace ccad::results
