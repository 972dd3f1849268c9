// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace ccad::test {

/// The cells of a row of a Markdown table as a reader sees them.
inline QStringList cellsOf(const QString& row)
{
    QStringList cells;
    QString cell;
    for (qsizetype i = 1; i < row.size(); ++i) {
        if (row[i] == u'|') {
            cells.append(cell.trimmed());
            cell.clear();
            continue;
        }
        if (row[i] == u'\\' && i + 1 < row.size())
            ++i;
        cell += row[i];
    }
    return cells;
}

/// The first row with more or fewer cells than the head of its table; empty where there is none.
inline QString raggedRow(const QString& markdown)
{
    qsizetype columns = 0; // 0: outside of tables
    const QStringList lines = markdown.split(u'\n');
    for (const QString& line : lines) {
        const qsizetype cells = line.startsWith(u'|') ? cellsOf(line).size() : 0;
        if (columns > 0 && cells > 0 && cells != columns)
            return line;
        columns = cells;
    }
    return {};
}

/// True when a row begins with these cells.
inline bool hasRow(const QString& markdown, const QStringList& first)
{
    const QStringList lines = markdown.split(u'\n');
    for (const QString& line : lines)
        if (line.startsWith(u'|') && cellsOf(line).mid(0, first.size()) == first)
            return true;
    return false;
}

} // namespace ccad::test
