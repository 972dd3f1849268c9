// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include "core/base/internal/csv_scanner.h"
#include "core/base/internal/text_encoding.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qsizetype maximumColumns = 4096;
constexpr std::size_t maximumRows = 2000000;
/// Each takes 24 bytes, even an empty one: a file of commas would fill any memory.
constexpr qint64 maximumFields = 32'000'000;
/// Of how many stray quotes a table is read on: each may cost a look at the rest of the text.
constexpr int maximumOpenQuotes = 100;

Error broken(const QString& message, int line)
{
    return {ErrorCode::FileBroken, message, QString::number(line)};
}

QString linesOf(const CsvScanner::Record& record)
{
    return record.firstLine == record.lastLine
        ? u"Line %1"_s.arg(record.firstLine)
        : u"The row in lines %1 to %2"_s.arg(record.firstLine).arg(record.lastLine);
}

bool holdsZeros(const CsvScanner::Record& record)
{
    return std::any_of(record.fields.begin(), record.fields.end(),
                       [](const QString& field) { return field.contains(QChar(QChar::Null)); });
}

/// Takes a first line "sep=;", as Excel writes and reads it, off the text.
std::optional<QChar> separatorLine(const QString& text, qsizetype& length)
{
    static const QRegularExpression pattern(
        u"\\A\"?sep=([^\\r\\n\"a-z0-9])\"?[ ,;\\t]*(?:\\r\\n|\\r|\\n|\\z)"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    length = match.capturedLength();
    return match.captured(1).front();
}

/// The name without spaces and invisible characters around it: a byte order mark amid the file,
/// where tables were joined, or what a web page had between its words.
QString columnName(QString name)
{
    const auto isBlank = [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Format; };
    while (!name.isEmpty() && isBlank(name.back()))
        name.chop(1);
    while (!name.isEmpty() && isBlank(name.front()))
        name.remove(0, 1);
    return name;
}

/// The first record with content.
CsvScanner::Record headerOf(CsvScanner& scanner)
{
    CsvScanner::Record record = scanner.next(maximumColumns);
    while (record.isEmpty() && !scanner.atEnd())
        record = scanner.next(maximumColumns);
    for (QString& name : record.fields)
        name = columnName(name);
    return record;
}

/// How well the separator parts the header: by the named columns that it has then. Where that does
/// not tell, by whether it makes two columns of one.
std::pair<qsizetype, bool> fitOf(const QString& text, QChar separator, const QStringList& columns)
{
    // A header is short; who looks at more of the text only copies it.
    constexpr qsizetype headLength = 1 << 16;
    CsvScanner scanner(text.left(headLength), separator);
    const CsvScanner::Record record = headerOf(scanner);
    const auto found = std::count_if(columns.begin(), columns.end(), [&](const QString& name) {
        return record.fields.contains(name, Qt::CaseInsensitive);
    });
    return {found, record.fields.size() > 1};
}

/// The separator that fits best: the one that the file names, then a comma, go first.
QChar separatorOf(const QString& text, std::optional<QChar> named, const QStringList& columns)
{
    constexpr std::array<QChar, 4> candidates = {u',', u';', u'\t', u'|'};
    QChar best = named.value_or(candidates.front());
    auto most = fitOf(text, best, columns);
    for (const QChar candidate : candidates)
        if (const auto fit = fitOf(text, candidate, columns); fit > most) {
            most = fit;
            best = candidate;
        }
    return best;
}

enum class Rows
{
    Exact, ///< the first fault is an error
    Lenient
};

/// Reads the rows below a header.
class TableReader
{
public:
    TableReader(CsvScanner scanner, Rows rows) : m_scanner(std::move(scanner)), m_rows(rows) { }

    Result<CsvTable> read()
    {
        CsvScanner::Record header = headerOf(m_scanner);
        if (header.openQuote)
            return broken(u"The CSV ends inside a quoted field of its header."_s, header.firstLine);
        if (holdsZeros(header))
            return broken(u"The header of the table holds zero bytes, as no text does."_s,
                          header.firstLine);
        if (header.surplus > 0)
            return Error{ErrorCode::TooLarge,
                         u"The table has more than %1 columns."_s.arg(maximumColumns),
                         {}};
        if (m_rows == Rows::Lenient)
            while (header.fields.size() > 1 && header.fields.last().isEmpty())
                header.fields.removeLast();
        m_table.header = std::move(header.fields);
        while (!m_scanner.atEnd()) {
            if (m_table.rows.size() + m_table.faults.size() >= maximumRows)
                return Error{ErrorCode::TooLarge,
                             u"The table has more than %1 rows."_s.arg(maximumRows),
                             {}};
            m_fields += m_table.header.size();
            if (m_fields > maximumFields)
                return Error{
                    ErrorCode::TooLarge,
                    u"The table has more than %1 million fields."_s.arg(maximumFields / 1'000'000),
                    {}};
            take(m_scanner.next(m_table.header.size()));
            if (!m_table.faults.empty() && m_rows == Rows::Exact)
                return broken(m_table.faults.front().reason, m_table.faults.front().line);
            if (m_openQuotes > maximumOpenQuotes)
                return broken(
                    u"More than %1 quoted fields are never closed."_s.arg(maximumOpenQuotes), 0);
        }
        return std::move(m_table);
    }

private:
    void take(CsvScanner::Record record)
    {
        if (record.openQuote || record.oddQuote) {
            const QString what
                = record.openQuote ? u"is never closed"_s : u"goes on after its closing quote"_s;
            fault(record,
                  u"Line %1 begins a quoted field that %2."_s.arg(QString::number(record.firstLine),
                                                                  what));
            // The lines below may be as good as any.
            if (record.lastLine > record.firstLine || record.openQuote) {
                ++m_openQuotes;
                m_scanner.skipFirstLineOf(record);
            }
            return;
        }
        if (holdsZeros(record)) {
            fault(record,
                  u"%1 holds zero bytes, as no text does: it was not written whole."_s.arg(
                      linesOf(record)));
            return;
        }
        const bool isBlankLine = record.fields.size() == 1 && record.fields.first().isEmpty();
        if (isBlankLine || (m_rows == Rows::Lenient && record.isEmpty()))
            return;
        const qsizetype count = record.fields.size() + record.surplus;
        const qsizetype wanted = m_table.header.size();
        const bool fits = m_rows == Rows::Exact ? count == wanted : record.surplusIsEmpty;
        if (!fits) {
            fault(record,
                  u"%1 has %2 fields; the header has %3."_s.arg(
                      linesOf(record), QString::number(count), QString::number(wanted)));
            return;
        }
        record.fields.resize(wanted);
        m_table.rows.push_back(std::move(record.fields));
        m_table.lines.push_back(record.firstLine);
    }

    void fault(const CsvScanner::Record& record, const QString& reason)
    {
        m_table.faults.push_back({record.firstLine, reason});
    }

    CsvScanner m_scanner;
    Rows m_rows;
    CsvTable m_table;
    int m_openQuotes = 0;
    qint64 m_fields = 0;
};

Result<CsvTable> read(const QByteArray& content, const QStringList& columns, Rows rows)
{
    auto text = decodedText(content);
    if (!text)
        return text.error();
    qsizetype length = 0;
    const auto named = separatorLine(*text, length);
    // Blanked, so that the lines keep their numbers.
    if (named)
        for (qsizetype i = 0; i < length; ++i)
            if ((*text)[i] != u'\n' && (*text)[i] != u'\r')
                (*text)[i] = u' ';
    const QChar separator = separatorOf(*text, named, columns);
    auto table = TableReader(CsvScanner(*std::move(text), separator), rows).read();
    if (table && named && *named != separator)
        table->remarks << u"The first line says that \"%1\" parts the fields, but it is \"%2\"."_s
                              .arg(*named, separator);
    return table;
}

} // namespace

int CsvTable::column(const QString& name) const
{
    qsizetype found = header.indexOf(name);
    for (qsizetype i = 0; found < 0 && i < header.size(); ++i)
        if (header[i].compare(name, Qt::CaseInsensitive) == 0)
            found = i;
    return static_cast<int>(found);
}

Result<CsvTable> parseCsv(const QByteArray& content)
{
    return read(content, {}, Rows::Exact);
}

Result<CsvTable> parseTable(const QByteArray& content, const QStringList& columns)
{
    return read(content, columns, Rows::Lenient);
}

std::optional<double> tableNumber(const QString& text)
{
    QString plain = text.trimmed();
    if (plain.count(u',') == 1 && !plain.contains(u'.'))
        plain.replace(u',', u'.');
    bool isNumber = false;
    const double number = plain.toDouble(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

namespace {

/// Does a formula follow after any number of apostrophes?
bool holdsFormula(QStringView text)
{
    static const QString formulaStarts = u"=+-@\t\r\n"_s;
    while (text.startsWith(u'\''))
        text = text.mid(1);
    return !text.isEmpty() && formulaStarts.contains(text.front());
}

constexpr char16_t symbolOfZero = 0x2400; ///< control pictures follow those of ASCII
constexpr char16_t firstPrintable = 0x20;

bool isSymbol(QChar c)
{
    return c.unicode() >= symbolOfZero && c.unicode() < symbolOfZero + firstPrintable;
}

/// Controls that no symbol stands for, other ends of lines, marks that turn letters around.
bool isTreacherous(QChar c)
{
    const char16_t code = c.unicode();
    return c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line
        || c.category() == QChar::Separator_Paragraph || (code >= 0x202A && code <= 0x202E)
        || (code >= 0x2066 && code <= 0x2069);
}

QChar harmless(QChar c)
{
    if (c == u'\t' || c == u'\n' || c == u'\r')
        return c;
    if (c.unicode() < firstPrintable)
        return QChar(char16_t(symbolOfZero + c.unicode()));
    return isTreacherous(c) ? QChar(QChar::ReplacementCharacter) : c;
}

} // namespace

// A text that looks as if it had been treated is treated once more, so that undoing gives each
// back.
QString spreadsheetText(const QString& text)
{
    QString safe = text;
    std::transform(safe.begin(), safe.end(), safe.begin(), harmless);
    return holdsFormula(safe) ? u'\'' + safe : safe;
}

QString fromSpreadsheetText(const QString& text)
{
    QString plain = text.startsWith(u'\'') && holdsFormula(text) ? text.mid(1) : text;
    for (QChar& c : plain)
        if (isSymbol(c))
            c = QChar(char16_t(c.unicode() - symbolOfZero));
    return plain;
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
