// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

namespace ccad {

/// A font for paper: its positions do not follow the pixels of a screen.
[[nodiscard]] QFont reportFont(int pixels, bool strong);

/// The lines of a text of several paragraphs, none of them wider than `width`.
[[nodiscard]] QStringList reportLines(const QString& text, const QFont& font, double width);

} // namespace ccad
