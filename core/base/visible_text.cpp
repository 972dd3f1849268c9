// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/visible_text.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Controls, marks that shape or turn text, other separators of lines, and halves of characters.
bool isInvisible(char32_t code)
{
    switch (QChar::category(code)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

/// The code point at `i`, and how many units it takes; a lone half of one stands for itself.
char32_t codeAt(const QString& text, qsizetype i, int& units)
{
    units = 1;
    const QChar first = text[i];
    if (!first.isHighSurrogate() || i + 1 >= text.size() || !text[i + 1].isLowSurrogate())
        return first.unicode();
    units = 2;
    return QChar::surrogateToUcs4(first, text[i + 1]);
}

} // namespace

QString visibleText(const QString& text)
{
    constexpr char16_t firstSymbol = 0x2400; // the picture of the control character 0
    QString shown;
    shown.reserve(text.size());
    int units = 1;
    for (qsizetype i = 0; i < text.size(); i += units) {
        const char32_t code = codeAt(text, i, units);
        if (code == U'\n' || code == U'\t')
            shown += QChar(char16_t(code));
        else if (code < 0x20)
            shown += QChar(char16_t(firstSymbol + code));
        else if (isInvisible(code))
            shown += QChar(QChar::ReplacementCharacter);
        else
            shown += QStringView(text).mid(i, units);
    }
    return shown;
}

QByteArray visibleJson(const QByteArray& json)
{
    const QString text = QString::fromUtf8(json);
    QString shown;
    shown.reserve(text.size());
    int units = 1;
    for (qsizetype i = 0; i < text.size(); i += units) {
        if (!isInvisible(codeAt(text, i, units))) {
            shown += QStringView(text).mid(i, units);
            continue;
        }
        for (int unit = 0; unit < units; ++unit)
            shown += u"\\u%1"_s.arg(text[i + unit].unicode(), 4, 16, QLatin1Char('0'));
    }
    return shown.toUtf8();
}

} // namespace ccad
