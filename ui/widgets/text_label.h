// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QString>

namespace ccad {

/// Shows text, which may come from a file, and never takes it for HTML; a screen reader reads the
/// text itself. An empty label takes no room.
void setPlainText(QLabel* label, const QString& text);

/// A label that wraps, can be selected by mouse, and shows text as setPlainText() does. `role` is
/// one of the style sheet's: "text", "muted", "heading".
[[nodiscard]] QLabel* makeTextLabel(const QString& text, const char* role, QWidget* parent);

/// A label like makeTextLabel()'s, as the heading of a control, its buddy.
[[nodiscard]] QLabel* makeCaption(const QString& text, QWidget* buddy, QWidget* parent);

} // namespace ccad
