// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/numeric_text.h"

#include "core/base/plain_number.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <span>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

enum class Comma
{
    Decimal, ///< unless the number shows that it is something else
    Separator
};

/// Numbers of one value; nothing where it is none.
using Read = std::optional<std::vector<double>>;

std::optional<double> finite(const QString& text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

bool matches(const QString& text, const QString& pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

bool isRegular(const QString& value)
{
    static const QRegularExpression form(u"^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?$"_s);
    return form.match(value).hasMatch();
}

Read one(const QString& number)
{
    const auto value = finite(number);
    return value ? Read(std::vector<double>{*value}) : std::nullopt;
}

Read eachOf(const QStringList& numbers)
{
    std::vector<double> values;
    for (const QString& number : numbers) {
        const auto value = finite(number);
        if (!value)
            return std::nullopt;
        values.push_back(*value);
    }
    return values;
}

/// Takes the marks between groups of three digits out; the text as it is where they are no such.
QString withoutGroups(const QString& digits, QChar mark, QChar point)
{
    const QString m = QRegularExpression::escape(QString(mark));
    const QString p = QRegularExpression::escape(QString(point));
    if (!matches(digits, u"[1-9]\\d{0,2}(?:%1\\d{3})+(?:%2\\d*)?"_s.arg(m, p)))
        return digits;
    return QString(digits).remove(mark).replace(point, u'.');
}

/// Digits with commas and points, no sign: "2048,5", "1.024,5", "1,024.5", and two numbers with a
/// comma between them, "0.143,0.143" and "0,143,0,143".
Read digitsWithCommas(const QString& digits, Comma comma)
{
    const auto commas = digits.count(u',');
    const auto points = digits.count(u'.');
    const QStringList parts = digits.split(u',');
    if (comma == Comma::Separator)
        return eachOf(parts);
    if (commas == 1 && points == 0)
        return one(QString(digits).replace(u',', u'.'));
    const QString grouped = points == 0 || digits.lastIndexOf(u'.') > digits.lastIndexOf(u',')
        ? withoutGroups(digits, u',', u'.')
        : withoutGroups(digits, u'.', u',');
    if (grouped != digits)
        return one(grouped);
    if (commas == 3 && points == 0)
        return eachOf({parts[0] + u'.' + parts[1], parts[2] + u'.' + parts[3]});
    return points > 0 ? eachOf(parts) : std::nullopt;
}

/// A number as it stands between separators.
Read numberFrom(QString token, Comma comma)
{
    token.replace(QChar(0x2212), u'-'); // the typographer's minus
    static const QRegularExpression form(
        u"^([+-]?)([\\d.,'\\x{2019}\\x{A0}\\x{2009}\\x{202F}]+?)((?:[eEdD][+-]?\\d+)?)$"_s);
    const auto match = form.match(token);
    if (!match.hasMatch())
        return std::nullopt;
    QString digits = match.captured(2);
    for (const QChar mark :
         {QChar(u'\''), QChar(0x2019), QChar(0xA0), QChar(0x2009), QChar(0x202F)}) {
        const bool hasComma = digits.contains(u',');
        if (digits.contains(mark))
            digits = withoutGroups(digits, mark, hasComma ? u',' : u'.');
    }
    Read read = std::nullopt;
    if (digits.contains(u','))
        read = digitsWithCommas(digits, comma);
    else
        read = one(digits.count(u'.') > 1 ? withoutGroups(digits, u'.', u',') : digits);
    if (!read)
        return std::nullopt;
    // Fortran writes double precision with a D.
    const QString exponent = match.captured(3).toUpper().replace(u'D', u'E');
    for (double& value : *read) {
        const auto scaled
            = exponent.isEmpty() ? value : finite(QString::number(value, 'g', 17) + exponent);
        if (!scaled)
            return std::nullopt;
        value = match.captured(1) == u"-" ? -*scaled : *scaled;
    }
    return read;
}

/// Cuts a unit off the end of a part, and tells it in lower case; empty where there is none.
QString unitCutOff(QString& part)
{
    static const QRegularExpression form(u"(?:^|(?<=[\\d.]))(?:mm|cm|m|um|hu|od)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(part);
    if (!match.hasMatch())
        return {};
    part.truncate(match.capturedStart());
    return match.captured().toLower();
}

QString withoutQuotes(QString value)
{
    static const QRegularExpression brackets(u"[\\[\\](){}\"]"_s);
    static const QRegularExpression quotes(u"^'|'$|'(?=[,;\\s])|(?<=[,;\\s])'"_s);
    value = value.remove(brackets).trimmed().remove(quotes);
    return value.replace(QChar(0xB5), u'u').replace(QChar(0x3BC), u'u'); // micro sign, Greek mu
}

/// Takes spaces between groups of three digits out, where the whole value is one such number beyond
/// doubt: "2 048", of which no writer means 2 and 048. "40 300" are two numbers.
QString withoutSpacedGroups(const QString& value)
{
    static const QRegularExpression form(
        u"^(?=.* 0)[+-]?[1-9]\\d{0,2}(?: \\d{3})+(?:[.,]\\d*)?(?: ?[A-Za-z]+)?$"_s);
    static const QRegularExpression mark(u"(?<=\\d) (?=\\d)"_s);
    return form.match(value).hasMatch() ? QString(value).remove(mark) : value;
}

/// The numbers of a value that is not as the standard asks, and its unit. Empty where it makes no
/// sense.
std::vector<double> irregular(const QString& value, Comma comma, QString& unit)
{
    static const QRegularExpression separators(u"\\s*[;:/xX*\\x{D7}|]\\s*|,?[ \\t\\r\\n]+,?"_s);
    std::vector<double> values;
    QString known = unit;
    const QString plain = withoutQuotes(value);
    const QStringList parts = (comma == Comma::Decimal ? withoutSpacedGroups(plain) : plain)
                                  .split(separators, Qt::SkipEmptyParts);
    for (QString part : parts) {
        const QString found = unitCutOff(part);
        const bool isOther = !known.isEmpty() && !found.isEmpty() && known != found;
        if (isOther || (part.isEmpty() && values.empty()))
            return {}; // two units, or one before the number that it is of
        if (!found.isEmpty())
            known = found;
        if (part.isEmpty())
            continue;
        const Read read = numberFrom(part, comma);
        if (!read)
            return {};
        values.insert(values.end(), read->begin(), read->end());
    }
    unit = known;
    return values;
}

NumericText numbersIn(const QString& text, Comma comma)
{
    NumericText numbers;
    if (text.trimmed().isEmpty())
        return numbers;
    for (const QString& part : text.split(u'\\')) {
        const QString value = part.trimmed();
        if (isRegular(value)) {
            numbers.values.push_back(finite(value));
            continue;
        }
        if (!value.isEmpty())
            numbers.isRegular = false;
        const std::vector<double> read = irregular(value, comma, numbers.unit);
        if (read.empty())
            numbers.values.push_back(std::nullopt);
        numbers.values.insert(numbers.values.end(), read.begin(), read.end());
    }
    return numbers;
}

} // namespace

NumericText numericText(const QString& text)
{
    return numbersIn(text, Comma::Decimal);
}

NumericText wholeNumbersText(const QString& text)
{
    return numbersIn(text, Comma::Separator);
}

QString readingNote(const QString& attribute, const NumericText& numbers)
{
    constexpr std::size_t mostShown = 4;
    QStringList values;
    for (const std::optional<double>& value :
         std::span(numbers.values).first(std::min(numbers.values.size(), mostShown)))
        values << (value ? plainNumber(*value, 10) : u"no number"_s);
    if (numbers.values.size() > mostShown)
        values << u"%1 others"_s.arg(numbers.values.size() - mostShown);
    const bool isAbbreviation = numbers.unit == u"hu" || numbers.unit == u"od"; // of names
    const QString unit = isAbbreviation ? numbers.unit.toUpper() : numbers.unit;
    return u"The file's %1 is not written as DICOM asks; it is read as %2%3."_s.arg(
        attribute, values.join(u" and "_s), unit.isEmpty() ? QString() : u' ' + unit);
}

} // namespace ccad::imaging
