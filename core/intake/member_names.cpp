// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/internal/member_names.h"

#include "core/base/character_converter.h"

#include <QRegularExpression>
#include <QStringConverter>

#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

std::optional<QString> fromUtf8(const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

std::optional<QString> fromCodePage(const QByteArray& bytes, const char* codePage)
{
    const auto text = CharacterConverter(codePage).convert(bytes);
    return text ? std::optional(QString::fromUtf8(*text)) : std::nullopt;
}

bool isAsciiLetter(QChar c)
{
    return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z');
}

bool isIdeograph(QChar c)
{
    return c >= u'\u4E00' && c <= u'\u9FFF';
}

bool isKana(QChar c)
{
    return c >= u'\u3041' && c <= u'\u30FE';
}

bool isHalfWidthKana(QChar c)
{
    return c >= u'\uFF61' && c <= u'\uFF9F';
}

bool isFullWidth(QChar c)
{
    return c >= u'\uFF01' && c <= u'\uFF5E';
}

bool isCyrillic(QChar c)
{
    return c >= u'\u0400' && c <= u'\u04FF';
}

bool isAccented(QChar c)
{
    return c.isLetter() && c >= u'\u00C0' && c <= u'\u024F';
}

/// A letter of a text with those before and behind it; null where there is none.
struct Letter
{
    QChar before;
    QChar at;
    QChar behind;

    [[nodiscard]] bool hasNeighbour(bool (*isOne)(QChar)) const
    {
        return isOne(before) || isOne(behind);
    }
};

// Points for a letter that is not ASCII: how likely is it in a text of that code page? European
// names have single accented letters among ASCII letters, those of East Asia runs of their own.
constexpr int usual = 3;
constexpr int unusual = -2;

int pointsOfEurope(const Letter& letter)
{
    if (!isAccented(letter.at))
        return unusual;
    return letter.hasNeighbour(isAccented) ? 1 : usual;
}

int pointsOfRussia(const Letter& letter)
{
    const bool risesWithin
        = letter.at.isUpper() && isCyrillic(letter.before) && letter.before.isLower();
    const bool fits = isCyrillic(letter.at) && !letter.hasNeighbour(isAsciiLetter) && !risesWithin;
    return fits ? 2 : unusual;
}

int pointsOfJapan(const Letter& letter)
{
    if (isKana(letter.at))
        return usual + 1;
    if (isHalfWidthKana(letter.at))
        return letter.hasNeighbour(isHalfWidthKana) ? 1 : unusual;
    if (letter.at == u'\u3005' || isFullWidth(letter.at))
        return 1;
    if (!isIdeograph(letter.at))
        return unusual;
    return usual + (letter.hasNeighbour(isAsciiLetter) ? unusual : 0);
}

/// GBK adds to GB 2312, whose letters names are made of, some 14,000 that hardly occur.
int pointsOfChina(const Letter& letter)
{
    if (isFullWidth(letter.at))
        return 1;
    if (!isIdeograph(letter.at)
        || !CharacterConverter("UTF-8", "GB2312").convert(QString(letter.at).toUtf8()))
        return unusual;
    return usual + (letter.hasNeighbour(isAsciiLetter) ? unusual : 0);
}

struct CodePage
{
    const char* name;
    int (*points)(const Letter&);
};

/// The first of them is what the format of ZIP archives means where nothing else is said.
constexpr std::array codePages = {
    CodePage{"CP437", pointsOfEurope}, CodePage{"CP1252", pointsOfEurope},
    CodePage{"CP932", pointsOfJapan},  CodePage{"GBK", pointsOfChina},
    CodePage{"CP866", pointsOfRussia},
};

int pointsOf(const QString& text, const CodePage& page)
{
    int points = 0;
    for (qsizetype i = 0; i < text.size(); ++i)
        if (constexpr char16_t lastAscii = 0x7F; text[i].unicode() > lastAscii)
            points += page.points({i > 0 ? text[i - 1] : QChar(), text[i],
                                   i + 1 < text.size() ? text[i + 1] : QChar()});
    return points;
}

/// Points of all names; nothing when one of them is no text of that code page.
std::optional<int> pointsOf(const QList<QByteArray>& names, const CodePage& page)
{
    int points = 0;
    for (const QByteArray& name : names) {
        const auto text = fromCodePage(name, page.name);
        if (!text)
            return std::nullopt;
        points += pointsOf(*text, page);
    }
    return points;
}

/// Null when no code page fits.
const char* likeliestCodePage(const QList<QByteArray>& names)
{
    const char* likeliest = nullptr;
    int most = 0;
    for (const CodePage& page : codePages) {
        const auto points = pointsOf(names, page);
        if (points && (!likeliest || *points > most)) {
            likeliest = page.name;
            most = *points;
        }
    }
    return likeliest;
}

} // namespace

QStringList readableNames(const QList<QByteArray>& names)
{
    // Some tell the code page as well as all, and a long list would take a while.
    constexpr qsizetype enough = 200;
    QList<QByteArray> others;
    for (const QByteArray& name : names)
        if (others.size() < enough && !fromUtf8(name))
            others << name;
    const char* page = others.isEmpty() ? nullptr : likeliestCodePage(others);
    QStringList texts;
    for (const QByteArray& name : names) {
        auto text = fromUtf8(name);
        if (!text && page)
            text = fromCodePage(name, page);
        texts << text.value_or(QString::fromLatin1(name));
    }
    return texts;
}

bool isFolderName(const QString& name)
{
    return name.endsWith(u'/') || name.endsWith(u'\\');
}

QString shownMemberName(const QString& name)
{
    static const QRegularExpression drive(u"^[A-Za-z]:(?=[/\\\\])"_s);
    QString plain = name;
    plain.remove(drive).replace(u'\\', u'/');
    QStringList parts = plain.split(u'/', Qt::SkipEmptyParts);
    parts.removeIf([](const QString& part) { return part == u"."_s || part == u".."_s; });
    if (parts.isEmpty()) {
        // "." and ".." are told apart, and lead nowhere.
        const qsizetype points = plain.count(u'.');
        return points == 0 ? u"unnamed"_s : u"unnamed (points: %1)"_s.arg(points);
    }
    QString shown;
    for (const char32_t letter : parts.join(u'/').toUcs4())
        shown += QChar::isPrint(letter) ? QString::fromUcs4(&letter, 1) : u"_"_s;
    return shown;
}

} // namespace ccad
