// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/internal/class_names.h"

#include "core/dataset/internal/groups.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

bool isInvisible(QChar c)
{
    return c.category() == QChar::Other_Format || c.category() == QChar::Other_Control;
}

/// Joiners are part of how some languages are written; the other invisible characters are not.
bool isJoiner(QChar c)
{
    return c == QChar(0x200C) || c == QChar(0x200D);
}

/// Characters that turn the order of letters around.
bool turnsOrder(QChar c)
{
    return (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
}

bool hasNoWidth(QChar c)
{
    return c.category() == QChar::Other_Format && !turnsOrder(c) && !isJoiner(c);
}

/// The Latin capital that a Cyrillic or Greek one looks like; itself where there is none.
QChar latinLike(QChar capital)
{
    static const QString others = u"АВЕКМНОРСТУХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"_s;
    static const QString latin = u"ABEKMHOPCTYXSIJABEZHIKMNOPTYX"_s;
    const qsizetype at = others.indexOf(capital);
    return at < 0 ? capital : latin[at];
}

/// A letter of another script beside Latin ones, as nobody sees it.
bool isLookAlike(const QString& name, QChar c)
{
    const QChar capital = c.toUpper();
    return latinLike(capital) != capital && std::any_of(name.begin(), name.end(), [](QChar other) {
               return other.isLetter() && other.script() == QChar::Script_Latin;
           });
}

QString keyOf(const QString& name)
{
    QString key = name.normalized(QString::NormalizationForm_KC);
    key.removeIf(isInvisible);
    // By way of capitals, since Qt folds letter by letter, and a sharp s is SS in capitals. Then
    // once more: small letters may be composed in another way than the capitals were.
    key = key.toUpper();
    std::transform(key.begin(), key.end(), key.begin(), latinLike);
    return key.toCaseFolded().normalized(QString::NormalizationForm_KC).simplified();
}

} // namespace

QString cleanName(const QString& text)
{
    QString name = text;
    name.removeIf(hasNoWidth);
    for (QChar& c : name)
        if ((isInvisible(c) && !isJoiner(c)) || c.category() == QChar::Separator_Line
            || c.category() == QChar::Separator_Paragraph)
            c = u' ';
    return name.simplified();
}

QString visibleName(const QString& text)
{
    QString visible;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isAlone = i > 0 && i + 1 < text.size() && !text[i - 1].isSpace();
        if (isInvisible(c) || (c.isSpace() && c != u' ') || isLookAlike(text, c))
            visible += u"<U+%1>"_s.arg(QString::number(c.unicode(), 16).toUpper(), 4, u'0');
        else
            visible += c == u' ' && !isAlone ? QChar(0x2423) : c;
    }
    return visible;
}

std::vector<QStringList> alikeNames(const QStringList& names)
{
    Groups alike(static_cast<std::size_t>(names.size()));
    std::map<QString, int> firstOf; // what names have in common, and the first of them
    for (int i = 0; i < static_cast<int>(names.size()); ++i)
        for (const QString& common :
             {u"key "_s + keyOf(names[i]), u"name "_s + cleanName(names[i])})
            alike.join(firstOf.try_emplace(common, i).first->second, i);
    std::map<int, QStringList> members;
    for (int i = 0; i < static_cast<int>(names.size()); ++i)
        members[alike.of(i)] << names[i];
    std::vector<QStringList> groups;
    for (auto& [first, group] : members)
        if (group.size() > 1)
            groups.push_back(std::move(group));
    return groups;
}

QString nameForAll(const QStringList& group, const std::map<QString, int>& images)
{
    const auto rankOf = [&](const QString& name) {
        const auto found = images.find(name);
        return std::tuple(found == images.end() ? 0 : found->second,
                          name == name.normalized(QString::NormalizationForm_C),
                          name == name.toLower());
    };
    return *std::max_element(group.begin(), group.end(),
                             [&](const auto& a, const auto& b) { return rankOf(a) < rankOf(b); });
}

QStringList namesKnownAs(const QStringList& names, const QStringList& known)
{
    QStringList result = names;
    for (QString& name : result) {
        if (known.contains(name))
            continue;
        const QString key = keyOf(name);
        QStringList alike;
        for (const QString& other : known)
            if (keyOf(other) == key)
                alike << other;
        if (alike.size() == 1 && !result.contains(alike.first()))
            name = alike.first();
    }
    return result;
}

} // namespace ccad
