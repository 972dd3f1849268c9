// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/free_text.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qsizetype shortestWord = 3; // initials and "PA" are everywhere
constexpr qsizetype shortestNumber = 4;
constexpr qsizetype shortestNeedle = 5;

QStringList wordsOf(const QString& text)
{
    static const QRegularExpression between(u"[^\\p{L}\\p{N}]+"_s);
    return text.toLower().split(between, Qt::SkipEmptyParts);
}

bool isNumber(const QString& word)
{
    return std::all_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); });
}

bool isAscii(const QString& word)
{
    return std::all_of(word.begin(), word.end(), [](QChar c) { return c.unicode() < 0x80; });
}

/// Patterns that stand for a person whoever it is.
bool looksPersonal(const QString& text)
{
    static const QRegularExpression pattern(
        // Titles; addresses of the net; dates with separators or of eight digits; numbers of a
        // telephone or an insurance, which are long or in groups.
        u"\\b(dr|mr|mrs|ms|miss|prof|herr|frau|mme|sr|sra|don|doña)\\b\\.?\\s+\\p{Lu}"
        "|\\S@\\S{1,255}\\.[a-z]|https?://|www\\."
        "|\\b\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}\\b"
        "|\\b(19|20)\\d\\d(0[1-9]|1[0-2])([0-2]\\d|3[01])\\b"
        "|\\+?\\(?\\d{2,5}\\)?[ /.-]\\d{2,}([ /.-]\\d{2,})+|\\b\\d{7,}\\b"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    // A longer text is nobody's note on a film, and patterns take their time.
    constexpr qsizetype longest = 65536;
    return text.size() > longest || pattern.match(text).hasMatch();
}

/// Words that de-identification itself writes, CCAD's and that of others.
bool isPlaceholder(const QByteArray& lowered)
{
    return lowered == "anonymous" || lowered == "anonymized" || lowered == "removed"
        || lowered == "19000101";
}

bool isDigitOrPoint(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

} // namespace

void IdentityWords::addNeedle(const QByteArray& bytes)
{
    const QByteArray lowered = bytes.trimmed().toLower();
    if (lowered.size() < shortestNeedle || isPlaceholder(lowered))
        return;
    const bool isNumeric = std::all_of(lowered.begin(), lowered.end(), isDigitOrPoint);
    m_needles.push_back({lowered, isNumeric});
}

void IdentityWords::add(const QString& text, const QByteArray& bytes, bool isPersonName)
{
    const QStringList words = wordsOf(text);
    for (const QString& word : words) {
        if (!isPersonName && m_table->isHarmless(word))
            continue;
        const qsizetype shortest = isNumber(word) ? shortestNumber : shortestWord;
        if (!isAscii(word) && word.size() >= 2) {
            m_phrases.push_back(word);
            addNeedle(word.toUtf8());
        }
        if (word.size() < shortest || isPlaceholder(word.toUtf8()))
            continue;
        m_words.insert(word);
        if (isAscii(word))
            addNeedle(word.toLatin1());
    }
    // The whole value, too, where it holds more than words that may stand anywhere.
    const bool isTelling = std::any_of(words.begin(), words.end(), [&](const QString& word) {
        return !m_table->isHarmless(word) && word.size() > 1;
    });
    if (isTelling) {
        for (const QByteArray& part : bytes.split('\\'))
            addNeedle(part);
    }
}

void IdentityWords::addUid(const QByteArray& uid)
{
    addNeedle(uid);
}

bool IdentityWords::hasWord(const QString& text) const
{
    const QStringList words = wordsOf(text);
    const auto isKnown = [&](const QString& word) { return m_words.contains(word); };
    if (std::any_of(words.begin(), words.end(), isKnown))
        return true;
    const QString lowered = text.toLower();
    const auto isHeld = [&](const QString& phrase) { return lowered.contains(phrase); };
    if (std::any_of(m_phrases.begin(), m_phrases.end(), isHeld))
        return true;
    const QByteArray utf8 = lowered.toUtf8();
    return std::any_of(m_needles.begin(), m_needles.end(),
                       [&](const Needle& needle) { return placeOf(needle, utf8) >= 0; });
}

bool IdentityWords::isIn(const QString& text) const
{
    return hasWord(text) || looksPersonal(text);
}

QString IdentityWords::cleaned(const QString& text) const
{
    static const QRegularExpression between(u"[^\\p{L}\\p{N}]+"_s);
    QStringList kept;
    for (const QString& word : text.split(between, Qt::SkipEmptyParts)) {
        const QString small = word.toLower();
        const bool isDigit = word.size() == 1 && word[0].unicode() < 0x80 && word[0].isDigit();
        if ((m_table->isHarmless(small) && !m_words.contains(small)) || isDigit)
            kept << word;
    }
    return kept.join(u' ');
}

qsizetype placeOf(const IdentityWords::Needle& needle, QByteArrayView lowered)
{
    for (qsizetype at = lowered.indexOf(needle.bytes); at >= 0;
         at = lowered.indexOf(needle.bytes, at + 1)) {
        const qsizetype end = at + needle.bytes.size();
        const bool isWithin = needle.isNumber
            && ((at > 0 && isDigitOrPoint(lowered[at - 1]))
                || (end < lowered.size() && isDigitOrPoint(lowered[end])));
        if (!isWithin)
            return at;
    }
    return -1;
}

} // namespace ccad
