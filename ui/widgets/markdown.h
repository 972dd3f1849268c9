// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QTextBrowser;

namespace ccad {

/// Shows Markdown, its tables with thin lines in the colours of the theme of the moment.
void setMarkdown(QTextBrowser& browser, const QString& text);

} // namespace ccad
