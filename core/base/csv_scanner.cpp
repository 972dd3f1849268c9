// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/internal/csv_scanner.h"

#include <algorithm>

namespace ccad {

namespace {

bool endsLine(QChar c)
{
    return c == u'\n' || c == u'\r';
}

/// Nothing that can be seen, such as a byte order mark where tables were joined.
bool isBlank(const QString& text)
{
    return std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Format; });
}

} // namespace

bool CsvScanner::Record::isEmpty() const
{
    return surplusIsEmpty && !openQuote && std::all_of(fields.begin(), fields.end(), isBlank);
}

CsvScanner::Record CsvScanner::next(qsizetype maximumFields)
{
    m_recordStart = m_position;
    m_oddQuote = false;
    Record record;
    record.firstLine = record.lastLine = m_line;
    bool more = true;
    while (more) {
        QString field;
        more = nextField(field);
        if (record.fields.size() < maximumFields) {
            record.fields.append(field);
        } else {
            ++record.surplus;
            record.surplusIsEmpty = record.surplusIsEmpty && isBlank(field);
        }
    }
    // The record's own line end was counted, too.
    const bool ended = m_position > m_recordStart && endsLine(m_text[m_position - 1]);
    record.lastLine = std::max(record.firstLine, ended ? m_line - 1 : m_line);
    record.openQuote = m_openQuote;
    record.oddQuote = m_oddQuote;
    return record;
}

void CsvScanner::skipFirstLineOf(const Record& record)
{
    m_position = m_recordStart;
    m_line = record.firstLine;
    m_openQuote = false;
    while (!atEnd()) {
        const QChar c = m_text[m_position++];
        if (!endsLine(c))
            continue;
        countLine(c);
        return;
    }
}

void CsvScanner::countLine(QChar c)
{
    ++m_line;
    if (c == u'\r' && !atEnd() && m_text[m_position] == u'\n')
        ++m_position;
}

bool CsvScanner::nextField(QString& field)
{
    bool quoted = false;
    bool wasQuoted = false;
    while (!atEnd()) {
        const QChar c = m_text[m_position++];
        if (quoted) {
            if (c == u'\n' || (c == u'\r' && (atEnd() || m_text[m_position] != u'\n')))
                ++m_line;
            if (c != u'"')
                field.append(c);
            else if (!atEnd() && m_text[m_position] == u'"')
                field.append(m_text[m_position++]);
            else
                quoted = false;
        } else if (c == u'"' && isBlank(field)) {
            field.clear(); // spaces between a separator and a quote are no part of the field
            quoted = true;
            m_oddQuote = m_oddQuote || wasQuoted;
            wasQuoted = true;
        } else if (c == m_separator) {
            return true;
        } else if (endsLine(c)) {
            countLine(c);
            return false;
        } else {
            m_oddQuote = m_oddQuote || (wasQuoted && !c.isSpace());
            field.append(c);
        }
    }
    m_openQuote = quoted;
    return false;
}

} // namespace ccad
