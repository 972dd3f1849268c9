// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/markdown.h"

using namespace Qt::StringLiterals;

namespace ccad {

QString cell(QString text)
{
    return text.replace(u'\\', u"\\\\"_s)
        .replace(u'|', u"\\|"_s)
        .replace(u'\n', u' ')
        .replace(u'\r', u' ');
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
    return u'"' + names.join(u"\", \""_s) + u'"';
}

} // namespace ccad
