// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_text.h"

#include <QTextLayout>

namespace ccad {

QFont reportFont(int pixels, bool strong)
{
    QFont font;
    font.setPixelSize(pixels);
    font.setWeight(strong ? QFont::Bold : QFont::Normal);
    // Positions on paper must not follow the pixels of a screen.
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(QFont::StyleStrategy(QFont::PreferOutline | QFont::PreferAntialias));
    return font;
}

QStringList reportLines(const QString& text, const QFont& font, double width)
{
    QStringList lines;
    for (QString paragraph : text.split(QLatin1Char('\n'))) {
        paragraph.replace(QLatin1Char('\t'), QLatin1String("    "));
        QTextLayout layout(paragraph, font);
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(option);
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            lines << paragraph.mid(line.textStart(), line.textLength());
        }
        layout.endLayout();
        if (paragraph.isEmpty())
            lines << QString();
    }
    return lines;
}

} // namespace ccad
