// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace ccad {

/// The text as a terminal may show it. Names, tags and messages of files may hold sequences that
/// steer a terminal, or marks that turn the order of letters around or cannot be seen: what is not
/// printable is shown as a symbol. Line ends and tabs stay.
[[nodiscard]] QString visibleText(const QString& text);

/// Compact JSON with those characters written as \\uXXXX: the same JSON for a program, harmless for
/// a terminal.
[[nodiscard]] QByteArray visibleJson(const QByteArray& json);

} // namespace ccad
