// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QApplication;

namespace ccad {

/// From now on every label of the program shows its text as it is: labels, message boxes and tool
/// tips alike. By themselves they take for HTML what looks like it (Qt::AutoText), and names of
/// files, patients and classes come from anybody: "<img src=x>.dcm" would be a picture. Called
/// again, it does nothing.
///
/// Only MarkdownView, which takes no HTML from its text, and the sheet of shortcuts show HTML in
/// another way; a wall holds that.
void showTextLiterally(QApplication& application);

/// A text that is not ours, for an action or a button, where "&" marks a key.
[[nodiscard]] QString withoutKeys(QString text);

/// A text that is not ours, for the title of a window, where "[*]" marks unsaved changes and a line
/// end or another control character confuses window managers.
[[nodiscard]] QString literalTitle(const QString& text);

} // namespace ccad
