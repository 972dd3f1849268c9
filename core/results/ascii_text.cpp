// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/ascii_text.h"

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

/// Letters and signs that do not fall apart into an ASCII one and marks.
QString spelled(char16_t letter)
{
    static constexpr struct
    {
        char16_t letter;
        const char* text;
    } table[]
        = {{u'ß', "ss"},   {u'Æ', "AE"}, {u'æ', "ae"}, {u'Ø', "O"}, {u'ø', "o"},  {u'Œ', "OE"},
           {u'œ', "oe"},   {u'Đ', "D"},  {u'đ', "d"},  {u'Ł', "L"}, {u'ł', "l"},  {u'ı', "i"},
           {u'–', "-"},    {u'—', "-"},  {u'‘', "'"},  {u'’', "'"}, {u'“', "\""}, {u'”', "\""},
           {u'°', " deg"}, {u'µ', "u"},  {u'μ', "u"},  {u'×', "x"}, {u'≥', ">="}, {u'≤', "<="}};
    for (const auto& entry : table)
        if (entry.letter == letter)
            return QString::fromLatin1(entry.text);
    return u"?"_s;
}

} // namespace

QString asciiText(const QString& text)
{
    QString result;
    const QString apart = text.normalized(QString::NormalizationForm_KD);
    for (qsizetype i = 0; i < apart.size(); ++i) {
        const QChar letter = apart[i];
        if (letter.isSpace() || letter.unicode() < 0x20)
            result += u' ';
        else if (letter.unicode() < 0x7F)
            result += letter;
        else if (letter.isHighSurrogate())
            result += u'?'; // its other half is left out below
        else if (!letter.isLowSurrogate() && letter.category() != QChar::Mark_NonSpacing)
            result += spelled(letter.unicode());
    }
    return result;
}

} // namespace ccad::results
