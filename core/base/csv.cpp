// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

using namespace Qt::StringLiterals;

namespace ccad {

int CsvTable::column(const QString& name) const
{
    return static_cast<int>(header.indexOf(name));
}

namespace {

/// Splits text into records of fields; `line` counts physical lines for messages.
class CsvScanner
{
public:
    explicit CsvScanner(QString text) : m_text(std::move(text)) { }

    [[nodiscard]] bool atEnd() const { return m_position >= m_text.size(); }
    [[nodiscard]] int line() const { return m_line; }
    [[nodiscard]] bool unclosedQuote() const { return m_unclosedQuote; }

    QStringList nextRecord()
    {
        QStringList fields;
        bool more = true;
        while (more) {
            QString field;
            more = nextField(field);
            fields.append(field);
        }
        return fields;
    }

private:
    /// Reads one field; true when another follows in the same record.
    bool nextField(QString& field)
    {
        bool quoted = false;
        while (!atEnd()) {
            const QChar c = m_text[m_position++];
            if (c == u'\n')
                ++m_line;
            if (quoted) {
                if (c != u'"')
                    field.append(c);
                else if (!atEnd() && m_text[m_position] == u'"')
                    field.append(m_text[m_position++]);
                else
                    quoted = false;
            } else if (c == u'"' && field.isEmpty()) {
                quoted = true;
            } else if (c == u',') {
                return true;
            } else if (c == u'\n') {
                return false;
            } else if (c != u'\r') {
                field.append(c);
            }
        }
        m_unclosedQuote = quoted;
        return false;
    }

    QString m_text;
    qsizetype m_position = 0;
    int m_line = 1;
    bool m_unclosedQuote = false;
};

} // namespace

Result<CsvTable> parseCsv(const QByteArray& content)
{
    QString text = QString::fromUtf8(content);
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);
    CsvScanner scanner(text);
    CsvTable table;
    table.header = scanner.nextRecord();
    while (!scanner.atEnd()) {
        const int line = scanner.line();
        QStringList row = scanner.nextRecord();
        if (row.size() == 1 && row.first().isEmpty())
            continue;
        if (row.size() != table.header.size())
            return Error{ErrorCode::FileBroken,
                         u"Line %1 of the CSV has %2 fields; its header has %3."_s.arg(line)
                             .arg(row.size())
                             .arg(table.header.size()),
                         QString::number(line)};
        table.rows.push_back(std::move(row));
    }
    if (scanner.unclosedQuote())
        return Error{ErrorCode::FileBroken, u"The CSV ends inside a quoted field."_s, QString()};
    return table;
}

QString csvLine(const QStringList& fields)
{
    QStringList quoted;
    for (QString field : fields) {
        if (field.contains(u',') || field.contains(u'"') || field.contains(u'\n')
            || field.contains(u'\r'))
            field = u'"' + field.replace(u'"', u"\"\""_s) + u'"';
        quoted.append(field);
    }
    return quoted.join(u',');
}

} // namespace ccad
