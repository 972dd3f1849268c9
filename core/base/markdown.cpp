// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/markdown.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Within a word, an underscore marks nothing; there, names shall stay as they are.
bool isBetweenLetters(const QString& text, qsizetype i)
{
    return i > 0 && i + 1 < text.size() && text[i - 1].isLetterOrNumber()
        && text[i + 1].isLetterOrNumber();
}

} // namespace

QString literal(const QString& text)
{
    static const QString marks = u"\\`*[]<>&~"_s;
    QString escaped;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line
            || c.category() == QChar::Separator_Paragraph) {
            escaped += u' ';
            continue;
        }
        if (marks.contains(c) || (c == u'_' && !isBetweenLetters(text, i)))
            escaped += u'\\';
        escaped += c;
    }
    return escaped;
}

QString cell(const QString& text)
{
    return literal(text).replace(u'|', u"\\|"_s);
}

QString tableRow(const QStringList& cells)
{
    QStringList escaped;
    for (const QString& text : cells)
        escaped.append(cell(text));
    return u"| "_s + escaped.join(u" | "_s) + u" |\n"_s;
}

QString tableHead(const QStringList& titles, TableRule rule)
{
    const QString unit = rule == TableRule::Wide ? u" --- |"_s : u"---|"_s;
    return tableRow(titles) + u'|' + unit.repeated(titles.size()) + u'\n';
}

QString listed(const QStringList& names)
{
    QStringList escaped;
    for (const QString& name : names)
        escaped.append(literal(name));
    return u'"' + escaped.join(u"\", \""_s) + u'"';
}

} // namespace ccad
