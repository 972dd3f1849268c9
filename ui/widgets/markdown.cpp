// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdown.h"

#include "ui/widgets/theme.h"

#include <QTextBrowser>
#include <QTextTable>

namespace ccad {

void setMarkdown(QTextBrowser& browser, const QString& text)
{
    browser.setMarkdown(text);
    for (QTextFrame* frame : browser.document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(1);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderBrush(currentColours().border);
        format.setCellPadding(spacing::small);
        format.setCellSpacing(0);
        table->setFormat(format);
    }
}

} // namespace ccad
