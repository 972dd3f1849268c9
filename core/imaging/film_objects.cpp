// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/film_objects.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qsizetype mostNamed = 8; // in a sentence that people read

} // namespace

QString imaging::clauseOn(const FilmObject& object)
{
    const bool isOne = object.filmUids.size() == 1;
    const QString films
        = isOne ? u"film with the SOP Instance UID %1"_s : u"films with the SOP Instance UIDs %1"_s;
    return u"it is %1 for the %2 and holds no picture of its own; it is not applied to the %3"_s
        .arg(object.what, films.arg(object.filmUids.mid(0, mostNamed).join(u", "_s)),
             isOne ? u"film"_s : u"films"_s);
}

std::optional<FilmObject> filmObjectIn(const QString& sentence)
{
    // A file's name stands before the clause, and may say anything.
    static const QRegularExpression clause(
        u"^.*: it is (.+) for the films? with the SOP Instance UIDs? ([0-9., ]+) and holds no picture"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = clause.match(sentence);
    if (!match.hasMatch())
        return std::nullopt;
    return FilmObject{match.captured(1), match.captured(2).split(u", "_s)};
}

QString noteOnFilmObject(const QString& what, const QString& file)
{
    QString subject = what;
    if (!subject.isEmpty())
        subject.front() = subject.front().toUpper();
    return file.isEmpty()
        ? u"%1 belongs to this film; the model sees nothing of it."_s.arg(subject)
        : u"%1 belongs to this film: %2. The model sees nothing of it."_s.arg(subject, file);
}

} // namespace ccad
