// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of a model card.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace ccad {

/// Text for a cell of a Markdown table.
[[nodiscard]] inline QString cell(QString text)
{
    return text.replace(u'\\', QStringLiteral("\\\\"))
        .replace(u'|', QStringLiteral("\\|"))
        .replace(u'\n', u' ');
}

[[nodiscard]] inline QString tableRow(const QStringList& cells)
{
    return QStringLiteral("| %1 |\n").arg(cells.join(QStringLiteral(" | ")));
}

[[nodiscard]] inline QString tableHead(const QStringList& titles)
{
    return tableRow(titles) + tableRow(QStringList(titles.size(), QStringLiteral("---")));
}

/// Names may contain commas, so each stands in quotation marks.
[[nodiscard]] inline QString listed(const QStringList& names)
{
    return u'"' + names.join(QStringLiteral("\", \"")) + u'"';
}

/// "0.912", or "-" where there is nothing to measure.
[[nodiscard]] inline QString figure(const QJsonValue& value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'f', 3) : QStringLiteral("-");
}

[[nodiscard]] inline QString range(const QJsonObject& json, const char* low, const char* high)
{
    return QStringLiteral("%1 to %2")
        .arg(figure(json[QLatin1String(low)]), figure(json[QLatin1String(high)]));
}

} // namespace ccad
