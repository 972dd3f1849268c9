// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace ccad {

/// Splits text into records of fields.
class CsvScanner
{
public:
    struct Record
    {
        QStringList fields; ///< at most as many as were asked for
        qsizetype surplus = 0; ///< fields beyond these
        bool surplusIsEmpty = true;
        int firstLine = 1; ///< physical lines, from 1
        int lastLine = 1;
        bool openQuote = false; ///< the text ended inside a quoted field
        bool oddQuote = false; ///< text follows a closing quote: one of them is a stray one

        [[nodiscard]] bool isEmpty() const;
    };

    CsvScanner(QString text, QChar separator) : m_text(std::move(text)), m_separator(separator) { }

    [[nodiscard]] bool atEnd() const { return m_position >= m_text.size(); }
    [[nodiscard]] Record next(qsizetype maximumFields);
    /// Goes on in the line after the one in which that record, the last, begins.
    void skipFirstLineOf(const Record& record);

private:
    /// Reads one field; true when another follows in the same record.
    bool nextField(QString& field);
    /// Takes the rest of a line end that began with this character.
    void countLine(QChar c);

    QString m_text;
    QChar m_separator;
    qsizetype m_position = 0;
    qsizetype m_recordStart = 0;
    int m_line = 1;
    bool m_openQuote = false;
    bool m_oddQuote = false;
};

} // namespace ccad
