// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace ccad {

/// The text of a file as programs for spreadsheets save it: UTF-8, or UTF-16 or UTF-32 that a byte
/// order mark or its zeros give away. Error: FileBroken for any other encoding, which is named as
/// far as it can be told, and for what is no text: a workbook, a program, pixels. Zeros here and
/// there stay in the text, the end mark of DOS (0x1A) behind it does not.
[[nodiscard]] Result<QString> decodedText(const QByteArray& content);

} // namespace ccad
